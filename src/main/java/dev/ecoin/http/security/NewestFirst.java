package dev.ecoin.http.security;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs tasks one at a time, the newest first: in a burst nobody waits for all that came before. */
final class NewestFirst implements Executor, AutoCloseable {

    private final Deque<Runnable> waiting = new ConcurrentLinkedDeque<>();
    private final ExecutorService thread;

    NewestFirst(String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            var daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    @Override
    public void execute(Runnable task) {
        waiting.push(task);
        thread.execute(() -> waiting.pop().run());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
