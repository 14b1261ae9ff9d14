package dev.ecoin.http.connections;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Round robin over event loops with a counter for each thread. Quarkus deploys one server after the other, one for
 * each loop. With Netty's counter for all threads, another thread that takes a loop in between shifts the next server
 * onto a loop that already has one, and some loop has no connections for the life of the process.
 */
final class TurnsByThread implements EventExecutorChooserFactory {

    @Override
    public EventExecutorChooser newChooser(EventExecutor[] executors) {
        var threads = new AtomicInteger();
        var turns = ThreadLocal.withInitial(() -> new AtomicInteger(threads.getAndIncrement()));
        return () -> executors[Math.floorMod(turns.get().getAndIncrement(), executors.length)];
    }
}
