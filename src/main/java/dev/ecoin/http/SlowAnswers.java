package dev.ecoin.http;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for answers that take seconds, so that forecasts are served meanwhile, and a bounded queue for them. */
public final class SlowAnswers {

    private static final int MOST_WAITING = 16;

    private final ThreadPoolExecutor threads;
    private final String waiting;
    private final Duration retryAfter;

    /**
     * @param thread name of the threads
     * @param count number of threads
     * @param waiting name of the waiting work, in the plural, for messages
     * @param retryAfter when a client that was refused is to ask again
     */
    public SlowAnswers(String thread, int count, String waiting, Duration retryAfter) {
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                work -> new Thread(work, thread));
        this.waiting = waiting;
        this.retryAfter = retryAfter;
    }

    /** Throws {@link RejectedExecutionException} if too much waits; see {@link #unlessFull}. */
    public Executor threads() {
        return threads;
    }

    /** The answer; status 503 instead if it could not even wait for a thread. */
    public <T> Uni<T> unlessFull(Uni<T> answer) {
        return answer.onFailure(RejectedExecutionException.class)
                .transform(full -> ProblemException.unavailable(
                        MOST_WAITING + " " + waiting + " are waiting, which is the maximum.", retryAfter));
    }

    /**
     * Computes an answer on a thread of these. When the client disconnects, the work is interrupted or gives up its place
     * in the queue, so that an answer that nobody reads does not delay others.
     */
    public <T> Uni<T> compute(Callable<T> work) {
        return unlessFull(Uni.createFrom().emitter(emitter -> {
            var task = new FutureTask<>(work) {
                @Override
                protected void done() {
                    if (isCancelled()) {
                        return;
                    }
                    try {
                        emitter.complete(get());
                    } catch (ExecutionException e) {
                        emitter.fail(e.getCause());
                    } catch (InterruptedException e) {
                        emitter.fail(e);
                    }
                }
            };
            threads.execute(task);
            emitter.onTermination(() -> {
                task.cancel(true);
                threads.remove(task);
            });
        }));
    }

    /** Interrupts what is computed. */
    public void stop() {
        threads.shutdownNow();
    }
}
