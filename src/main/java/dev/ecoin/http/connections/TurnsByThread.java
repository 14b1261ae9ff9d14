package dev.ecoin.http.connections;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out event loops in turn to each thread. Quarkus deploys a server for each loop one after the other; with a turn
 * common to all threads, as Netty has it, another thread that takes one in between shifts the next server onto a loop
 * that already has one, and a loop is left without connections for the life of the process.
 */
final class TurnsByThread implements EventExecutorChooserFactory {

    @Override
    public EventExecutorChooser newChooser(EventExecutor[] executors) {
        var threads = new AtomicInteger();
        var turns = ThreadLocal.withInitial(() -> new AtomicInteger(threads.getAndIncrement()));
        return () -> executors[Math.floorMod(turns.get().getAndIncrement(), executors.length)];
    }
}
