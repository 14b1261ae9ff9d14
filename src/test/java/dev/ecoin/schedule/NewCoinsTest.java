package dev.ecoin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.prices.CoinActivated;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewCoinsTest {

    private final Semaphore started = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Phaser ended = new Phaser(1);
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();
    private volatile boolean fails;

    private final NewCoins newCoins = new NewCoins(
            new Pipeline(null, null, null, null, null, null, null, null, null, null, null, null, null, null) {
                @Override
                void takeIn() {
                    mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                    started.release();
                    mayEnd.acquireUninterruptibly();
                    atWork.decrementAndGet();
                    ended.arrive();
                    if (fails) {
                        throw new IllegalStateException("made up");
                    }
                }
            });

    @AfterEach
    void stop() {
        newCoins.stop();
    }

    @Test
    void coinsAddedWhileARunIsAtWorkShareTheOneAfterIt() {
        activate("bitcoin");
        started.acquireUninterruptibly();
        activate("ethereum");
        activate("solana");
        activate("monero");

        mayEnd.release(2);
        ended.awaitAdvance(0);
        ended.awaitAdvance(1);

        assertEquals(1, mostAtWork.get());
        started.acquireUninterruptibly();
        assertEquals(0, started.availablePermits(), "two runs for four coins");
    }

    @Test
    void aRunThatFailsDoesNotKeepTheNextFromStarting() {
        fails = true;
        mayEnd.release(2);
        activate("bitcoin");
        ended.awaitAdvance(0);

        activate("ethereum");

        ended.awaitAdvance(1);
        assertEquals(2, ended.getPhase());
    }

    private void activate(String coin) {
        newCoins.onActivated(new CoinActivated(coin));
    }
}
