package dev.ecoin.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The channel between a database that is not there and a service that stops; the test is the clock. */
class ActivationChannelTest {

    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Timer> timers = new LinkedBlockingQueue<>();
    private final List<Long> cancelled = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();

    private record Timer(long id, Handler<Long> handler) {
        void goOff() {
            handler.handle(id);
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void triesAgainUntilTheServiceStops() throws Exception {
        var channel = new ActivationChannel(nobodyThere(), clock());
        channel.listen(null);
        nextTimer().goOff();
        var next = nextTimer();
        assertEquals(2, attempts.get());

        channel.stop(new ShutdownEvent());

        assertEquals(List.of(next.id()), cancelled);
        // It may have gone off already, and wait for its turn while the service takes its pool away.
        next.goOff();
        assertEquals(2, attempts.get());
    }

    private Timer nextTimer() throws InterruptedException {
        var timer = timers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(timer, "the channel gave up");
        return timer;
    }

    /** Nobody listens on port 1. */
    private Pool nobodyThere() {
        var server = new PgConnectOptions().setHost("localhost").setPort(1);
        return new Pool(PgBuilder.pool().connectingTo(server).using(vertx).build()) {
            @Override
            public Uni<SqlConnection> getConnection() {
                attempts.incrementAndGet();
                return super.getConnection();
            }
        };
    }

    private Vertx clock() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (self, method, arguments) -> {
                    if (method.getName().equals("cancelTimer")) {
                        return cancelled.add((Long) arguments[0]);
                    }
                    return setTimer(arguments);
                });
    }

    @SuppressWarnings("unchecked")
    private long setTimer(Object... delayAndHandler) {
        var timer = new Timer(attempts.get(), (Handler<Long>) delayAndHandler[1]);
        timers.add(timer);
        return timer.id();
    }
}
