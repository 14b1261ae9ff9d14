package dev.ecoin.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ecoin.testing.Postgres;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The channel with an unreachable database and with a service that stops; the test drives the timers. */
class ActivationChannelTest {

    private static final int PATIENCE_SECONDS = 300;

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
        var channel = new ActivationChannel(nobodyThere(), clock(), () -> {});
        channel.listen(null);
        nextTimer().goOff();
        var next = nextTimer();
        assertEquals(2, attempts.get());

        channel.stop(new ShutdownEvent());

        assertEquals(List.of(next.id()), cancelled);
        // The timer may already have fired and wait for its turn while the service closes its pool.
        next.goOff();
        assertEquals(2, attempts.get());
    }

    /** The server process is suspended for longer than the channel waits, as on a host that swaps. */
    @Test
    void aConnectionThatWasOnlyLateIsThePoolsAgain() throws Exception {
        try (var postgres = Postgres.builder().start()) {
            var server =
                    PgConnectOptions.fromUri("postgresql://postgres@localhost:" + postgres.getPort() + "/postgres");
            var pool = poolOfTwo(server, connection -> {});
            var told = new LinkedBlockingQueue<String>();
            var channel = new ActivationChannel(pool, clock(), () -> {});
            channel.listen(new Told(told));
            assertEquals("connected", told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));

            var late = listening(postgres);
            signal("STOP", late);
            try {
                nextTimer().goOff();
                assertEquals("disconnected", told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } finally {
                signal("CONT", late);
            }

            // The pool has two connections: if the late one had not been returned, none would be left to notify with.
            nextTimer().goOff();
            assertEquals("connected", told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            channel.stop(new ShutdownEvent());
            pool.closeAndAwait();
        }
    }

    /**
     * As behind a pooler that gave the session to another client: the connection works but receives no notifications.
     */
    @Test
    void aConnectionThatDoesNotHearItsOwnNotificationIsReplaced() throws Exception {
        try (var postgres = Postgres.builder().start()) {
            var server =
                    PgConnectOptions.fromUri("postgresql://postgres@localhost:" + postgres.getPort() + "/postgres");
            var taken = new LinkedBlockingQueue<SqlConnection>();
            var pool = poolOfTwo(server, taken::add);
            var told = new LinkedBlockingQueue<String>();
            var channel = new ActivationChannel(pool, clock(), () -> {});
            channel.listen(new Told(told));
            assertEquals("connected", told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));

            taken.remove().query("UNLISTEN *").executeAndAwait();
            // Shortly after a notification, silence does not prove that the connection is deaf.
            while (told.isEmpty()) {
                nextTimer().goOff();
            }

            assertEquals("disconnected", told.remove());
            while (told.isEmpty()) {
                nextTimer().goOff();
            }
            assertEquals("connected", told.remove());
            channel.stop(new ShutdownEvent());
            pool.closeAndAwait();
        }
    }

    private Pool poolOfTwo(PgConnectOptions server, Consumer<SqlConnection> taken) {
        return new Pool(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(server)
                .using(vertx)
                .build()) {
            @Override
            public Uni<SqlConnection> getConnection() {
                return super.getConnection().invoke(taken);
            }
        };
    }

    private record Told(BlockingQueue<String> told) implements ActivationChannel.Listener {
        @Override
        public void connected() {
            told.add("connected");
        }

        @Override
        public void activated(String coin) {}

        @Override
        public void activatedAll() {}

        @Override
        public void disconnected() {
            told.add("disconnected");
        }
    }

    /** Process id of the backend of the LISTEN connection. */
    private static long listening(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var result = connection
                        .createStatement()
                        .executeQuery("SELECT pid FROM pg_stat_activity WHERE query LIKE '%LISTEN active_model%'"
                                + " AND pid <> pg_backend_pid()")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void signal(String name, long process) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process))
                        .start()
                        .waitFor());
    }

    private Timer nextTimer() throws InterruptedException {
        var timer = timers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(timer, "the channel gave up");
        return timer;
    }

    /** A pool for port 1, which nothing listens on. */
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
