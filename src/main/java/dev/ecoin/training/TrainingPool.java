package dev.ecoin.training;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The threads that fit models: few, and of low priority, so that queries come first. */
@ApplicationScoped
class TrainingPool {

    private static final Logger LOG = Logger.getLogger(TrainingPool.class);
    private static final int SECONDS_TO_STOP = 10;

    private final ExecutorService workers;

    TrainingPool(TrainingConfig config) {
        var threads = config.threads().orElse(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        this.workers = Executors.newFixedThreadPool(threads, work -> {
            var thread = new Thread(work, "training");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }

    /** Lets work under way end and be recorded; what has not begun is left to the next run. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        workers.shutdownNow().forEach(queued -> ((Future<?>) queued).cancel(false));
        workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
    }

    /**
     * Does all the work; blocks.
     *
     * @return the results in the same order, less those of work that was left because the service stops
     */
    <T> List<T> doAll(Collection<Callable<T>> work) {
        var results = new ArrayList<T>();
        for (var future : work.stream().map(workers::submit).toList()) {
            try {
                results.add(future.get());
            } catch (CancellationException e) {
                LOG.debug("Some training was left to the next run because the service stops", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return results;
            }
        }
        return results;
    }
}
