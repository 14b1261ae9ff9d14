package dev.ecoin.http.security;

import java.util.Comparator;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs tasks one at a time, lowest rank first and within a rank the latest first, so that in a burst of guesses no
 * caller waits for all earlier ones.
 */
final class CheckQueue implements AutoCloseable {

    private final PriorityBlockingQueue<Waiting> waiting = new PriorityBlockingQueue<>(
            LoginAttempts.GUESSES,
            Comparator.comparingLong(Waiting::rank)
                    .thenComparing(Comparator.comparingLong(Waiting::number).reversed()));

    private final AtomicLong numbers = new AtomicLong();
    private final ExecutorService thread;

    CheckQueue(String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            var daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    private record Waiting(long rank, long number, Runnable task) {}

    Executor at(long rank) {
        return task -> {
            waiting.add(new Waiting(rank, numbers.incrementAndGet(), task));
            thread.execute(() -> waiting.remove().task.run());
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
