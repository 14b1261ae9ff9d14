package dev.ecoin.alerts;

import dev.ecoin.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Changes of rules, which may simulate prices: one after the other, so that forecasts are served meanwhile. */
@ApplicationScoped
class Trials {

    private static final int MOST_WAITING = 16;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ExecutorService thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> new Thread(work, "alert trials"));

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    <T> Uni<T> compute(Supplier<T> work) {
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(thread)
                .onFailure(RejectedExecutionException.class)
                .transform(full -> ProblemException.unavailable(
                        MOST_WAITING + " changes of alerts are waiting, which is the maximum.", RETRY_AFTER));
    }
}
