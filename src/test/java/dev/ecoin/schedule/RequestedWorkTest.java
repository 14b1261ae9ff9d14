package dev.ecoin.schedule;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecoin.crawl.CrawlRequested;
import dev.ecoin.prices.CoinActivated;
import dev.ecoin.training.TrainingRequested;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestedWorkTest {

    private final Semaphore started = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();
    private volatile boolean fails;

    private final RequestedWork work = new RequestedWork(
            new Pipeline(null, null, null, null, null, null, null, null, null, null, null, null, null, null) {
                @Override
                void takeIn() {
                    untilItMayEnd();
                }

                @Override
                void crawlWhatIsDue() {
                    untilItMayEnd();
                }

                @Override
                void trainWhatIsRequested() {
                    untilItMayEnd();
                }
            });

    @AfterEach
    void stop() {
        work.stop();
    }

    @ParameterizedTest
    @EnumSource
    void hundredsOfRequestsShareTheRunAfterTheOneAtWorkAndWhoeverRequestsGoesOn(Kind kind) {
        kind.request(work);
        started.acquireUninterruptibly();

        for (int i = 1; i < 500; i++) {
            kind.request(work);
        }

        assertEquals(0, started.availablePermits(), "all others wait");
        assertFalse(work.isIdle());
        mayEnd.release(2);
        awaitIdle();
        assertEquals(1, mostAtWork.get());
        assertEquals(1, started.availablePermits(), "one run more finds them all");
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatFailsDoesNotKeepTheNextFromStarting(Kind kind) {
        fails = true;
        mayEnd.release(2);
        kind.request(work);
        awaitIdle();

        kind.request(work);
        awaitIdle();

        assertEquals(2, started.availablePermits());
    }

    private void untilItMayEnd() {
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        started.release();
        mayEnd.acquireUninterruptibly();
        atWork.decrementAndGet();
        if (fails) {
            throw new IllegalStateException("made up");
        }
    }

    private void awaitIdle() {
        await().atMost(Duration.ofMinutes(2)).until(work::isIdle);
    }

    enum Kind {
        COIN {
            @Override
            void request(RequestedWork work) {
                work.onActivated(new CoinActivated("bitcoin"));
            }
        },
        CRAWL {
            @Override
            void request(RequestedWork work) {
                work.onRequested(new CrawlRequested(1));
            }
        },
        TRAINING {
            @Override
            void request(RequestedWork work) {
                work.onRequested(new TrainingRequested(1));
            }
        };

        abstract void request(RequestedWork work);
    }
}
