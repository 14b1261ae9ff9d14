package dev.ecoin.schedule;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Does what is asked for beside those who ask, in a thread of its own: one run at work and one waiting. A third has
 * nothing to add, for the waiting one will find all that is to be done.
 */
final class OneAtATime implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OneAtATime.class);

    private final ThreadPoolExecutor worker;
    private final AtomicInteger open = new AtomicInteger();

    /** @param name of the thread */
    OneAtATime(String name) {
        worker = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                work -> {
                    var thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                },
                (work, pool) -> open.decrementAndGet());
    }

    /** @param otherwise what it means if the work fails, for the log */
    void execute(Runnable work, String otherwise) {
        open.incrementAndGet();
        worker.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error(otherwise, e);
            } finally {
                open.decrementAndGet();
            }
        });
    }

    /** Whether nothing is at work and nothing waits. */
    boolean isIdle() {
        return open.get() == 0;
    }

    /** What waits is dropped, what is at work interrupted. */
    @Override
    public void close() {
        worker.shutdownNow();
    }
}
