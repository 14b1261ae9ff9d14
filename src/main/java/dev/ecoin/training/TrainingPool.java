package dev.ecoin.training;

import dev.ecoin.database.DatabaseAway;
import dev.ecoin.runs.RunKind.Workers;
import dev.ecoin.runs.Runs;
import dev.ecoin.runs.ShuttingDown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Threads that fit models for a waiting caller, startup or a command; few and with low priority, like the engine's. */
@ApplicationScoped
class TrainingPool {

    private static final Logger LOG = Logger.getLogger(TrainingPool.class);

    private final ThreadPoolExecutor workers;

    TrainingPool(Runs runs) {
        var threads = runs.most(Workers.PROCESSORS);
        this.workers = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                TrainingPool::thread,
                (work, pool) -> ((Future<?>) work).cancel(false));
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "training");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** Leaves waiting work to the next run, here or in another process; the engine ends running work. */
    void shutDown(@Observes ShuttingDown event) {
        workers.shutdown();
        var queued = new ArrayList<Runnable>();
        workers.getQueue().drainTo(queued);
        queued.forEach(work -> ((Future<?>) work).cancel(false));
    }

    /**
     * Performs all work; blocks.
     *
     * @return the results in the same order, without those of work that was left because the service shuts down
     */
    <T> List<T> doAll(Collection<Callable<T>> work) {
        var results = new ArrayList<T>();
        for (var future : work.stream().map(workers::submit).toList()) {
            try {
                results.add(future.get());
            } catch (CancellationException e) {
                LOG.debug("A training is left to the next run because the service shuts down", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof DatabaseAway away ? away : new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return results;
            }
        }
        return results;
    }

    /**
     * Executes tasks on all threads until the source is empty or the service shuts down; blocks.
     *
     * @param source called by all threads; returns empty at the end
     */
    <S> void workOff(Supplier<Optional<S>> source, Consumer<S> work) {
        doAll(Collections.<Callable<Void>>nCopies(workers.getCorePoolSize(), () -> {
            for (var next = source.get(); next.isPresent(); next = source.get()) {
                work.accept(next.get());
                if (workers.isShutdown()) {
                    return null;
                }
            }
            return null;
        }));
    }
}
