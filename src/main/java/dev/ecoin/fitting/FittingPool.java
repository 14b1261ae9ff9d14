package dev.ecoin.fitting;

import dev.ecoin.http.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The few threads that work for requests of series, so that forecasts are served meanwhile. Requests take turns, a series at
 * a time; a series that takes too long, or whose client has gone, is interrupted.
 */
@Singleton
final class FittingPool {

    private static final int MOST_REQUESTS = 8;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Duration timeout;
    private final Semaphore places = new Semaphore(MOST_REQUESTS);
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timers;

    private final MeterRegistry metrics;

    @Inject
    FittingPool(FitConfig config, MeterRegistry metrics) {
        this(config.timeout(), Math.max(1, Runtime.getRuntime().availableProcessors() / 2), metrics);
    }

    FittingPool(Duration timeout, int count, MeterRegistry metrics) {
        this.timeout = timeout;
        this.metrics = metrics;
        threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> daemon(work, "fitting"));
        timers = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "fitting-timeout"));
        timers.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
        timers.shutdownNow();
    }

    /** Time that a series may take. */
    Duration timeout() {
        return timeout;
    }

    /** Whether a series is being worked on. */
    boolean isBusy() {
        return threads.getActiveCount() > 0;
    }

    /** A request's place among those that are read, wait or are worked on. Free again once closed, however often. */
    final class Place implements AutoCloseable {

        private final AtomicBoolean held = new AtomicBoolean(true);

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                places.release();
            }
        }
    }

    /** @throws ProblemException with status 503 if there is none */
    Place place() {
        if (!places.tryAcquire()) {
            throw ProblemException.unavailable(
                    MOST_REQUESTS + " requests to fit series are under way, which is the maximum.", RETRY_AFTER);
        }
        return new Place();
    }

    /**
     * The work for a series.
     *
     * @param instead makes the result of work that threw something, a {@link CancellationException} where it took too long
     */
    record Work<T>(Callable<T> work, Function<Throwable, T> instead) {}

    /** Does work of one request, an element after the other; cancelling the result ends it. */
    <T> Uni<List<T>> all(List<Work<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            var batch = new Batch<T>(work, emitter);
            emitter.onTermination(batch::cancel);
            batch.queue();
        });
    }

    private final class Batch<T> implements Runnable {

        private final List<Work<T>> work;
        private final UniEmitter<? super List<T>> emitter;
        private final List<T> results = new ArrayList<>();
        private volatile boolean cancelled;
        private volatile FutureTask<T> current;

        Batch(List<Work<T>> work, UniEmitter<? super List<T>> emitter) {
            this.work = work;
            this.emitter = emitter;
        }

        void queue() {
            try {
                threads.execute(this);
            } catch (RejectedExecutionException e) {
                emitter.fail(ProblemException.unavailable("The service is shutting down.", RETRY_AFTER));
            }
        }

        void cancel() {
            cancelled = true;
            threads.remove(this);
            var task = current;
            if (task != null) {
                task.cancel(true);
            }
        }

        @Override
        public void run() {
            var next = work.get(results.size());
            var task = new FutureTask<>(next.work());
            current = task;
            // Looked at after the task is there to be seen, as cancel() looks the other way round.
            if (cancelled) {
                return;
            }
            var clock = Timer.start(metrics);
            var timer = timers.schedule(() -> task.cancel(true), timeout.toNanos(), TimeUnit.NANOSECONDS);
            task.run();
            timer.cancel(false);
            clock.stop(metrics.timer(
                    "ecoin.fit.series",
                    "outcome",
                    cancelled ? "cancelled" : task.isCancelled() ? "timeout" : "answered"));
            if (cancelled) {
                return;
            }
            try {
                results.add(result(task, next.instead()));
            } catch (RuntimeException | Error e) {
                emitter.fail(e);
                return;
            }
            if (results.size() == work.size()) {
                emitter.complete(results);
            } else {
                queue();
            }
        }

        private T result(FutureTask<T> task, Function<Throwable, T> instead) {
            // The interrupt of a task that was cancelled is not the next one's.
            Thread.interrupted();
            try {
                return task.get();
            } catch (CancellationException e) {
                return instead.apply(e);
            } catch (ExecutionException e) {
                return instead.apply(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return instead.apply(new CancellationException());
            }
        }
    }
}
