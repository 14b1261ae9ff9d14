package dev.ecoin.fitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.fitting.FittingPool.Work;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import dev.ecoin.http.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FittingPoolTest {

    private static final Duration LONG = Duration.ofHours(1);

    private FittingPool pool;

    @AfterEach
    void stop() {
        pool.stop();
    }

    private FittingPool pool(Duration timeout) {
        pool = new FittingPool(timeout, 1, new SimpleMeterRegistry());
        return pool;
    }

    private static Work<String> work(Callable<String> work) {
        return new Work<>(work, failure -> failure.getClass().getSimpleName());
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(5, TimeUnit.MINUTES);
    }

    private CompletableFuture<List<String>> begin(List<Work<String>> work) {
        return pool.all(work).subscribeAsCompletionStage();
    }

    @Test
    void aFitThatTakesTooLongIsEndedAndTheNextOneIsNot() throws Exception {
        pool(Duration.ofMillis(200));
        var random = new Random(1);
        var values = random.doubles(5_000)
                .map(value -> value < 0.1 ? Double.NaN : value)
                .toArray();
        values[0] = 1;
        var series = DailySeries.of(LocalDate.EPOCH, values);
        var slow = SarimaForecaster.of(new SarimaOrder(2, 1, 2, 2, 1, 2, 366)).on(Transform.NONE);

        var results = soon(begin(List.of(work(() -> slow.fit(series).toString()), work(() -> "next"))));

        assertEquals(List.of(CancellationException.class.getSimpleName(), "next"), results);
    }

    @Test
    void anInterruptedFitEndsAtOnceAndLeavesTheThreadInterrupted() throws Exception {
        pool(LONG);
        var fit = new CompletableFuture<Boolean>();
        var thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            var series =
                    DailySeries.of(LocalDate.EPOCH, new Random(1).doubles(500).toArray());
            assertThrows(
                    CancellationException.class,
                    () -> SarimaForecaster.automatic(7).on(Transform.NONE).fit(series));
            fit.complete(Thread.interrupted());
        });
        thread.start();
        assertTrue(soon(fit));
    }

    @Test
    void requestsTakeTurnsASeriesAtATime() throws Exception {
        pool(LONG);
        var gate = new CountDownLatch(1);
        var order = Collections.synchronizedList(new ArrayList<String>());
        var begun = new CountDownLatch(1);
        var first = begin(Stream.concat(
                        Stream.of(work(() -> {
                            begun.countDown();
                            gate.await();
                            return "";
                        })),
                        Stream.of("a2", "a3").map(name -> work(() -> String.valueOf(order.add(name)))))
                .toList());
        begun.await();
        var second = begin(Stream.of("b1", "b2")
                .map(name -> work(() -> String.valueOf(order.add(name))))
                .toList());
        gate.countDown();
        soon(first);
        soon(second);
        assertEquals(List.of("b1", "a2", "b2", "a3"), order);
    }

    @Test
    void workThatNobodyWaitsForIsEndedAndTheRestOfItNotBegun() throws Exception {
        pool(LONG);
        var begun = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        var rest = new CompletableFuture<Boolean>();
        var abandoned = pool.all(List.of(
                        work(() -> {
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.complete(true);
                            }
                            return "";
                        }),
                        work(() -> String.valueOf(rest.complete(true)))))
                .subscribe()
                .with(results -> {});
        begun.await();

        abandoned.cancel();

        assertTrue(soon(interrupted));
        // Its thread is free, and what comes next is not interrupted.
        assertEquals(List.of("false"), soon(begin(List.of(work(() -> String.valueOf(Thread.interrupted()))))));
        assertFalse(rest.isDone());
    }

    @Test
    void placesAreBoundedAndFreeOnceClosed() {
        pool(LONG);
        var places = Stream.generate(pool::place).limit(8).toList();
        var full = assertThrows(ProblemException.class, pool::place);
        assertEquals(503, full.problem().status());
        assertEquals("5", full.headers().get("Retry-After"));
        places.get(3).close();
        places.get(3).close();
        pool.place();
        assertThrows(ProblemException.class, pool::place);
    }

    @Test
    void aPoolThatStopsRefusesWork() {
        pool(LONG);
        pool.stop();
        var refused = assertThrows(
                ProblemException.class,
                () -> pool.all(List.of(work(() -> ""))).await().indefinitely());
        assertEquals(503, refused.problem().status());
    }
}
