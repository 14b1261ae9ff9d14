package dev.ecoin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A real PostgreSQL behind a relay that can be cut; tests have it injected into a field of this type. */
public final class PostgresRelay implements QuarkusTestResourceLifecycleManager {

    private static final String URL = "quarkus.datasource.reactive.url";

    private final PostgresResource postgres = new PostgresResource();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Set<Socket> silenced = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile CountDownLatch delivery = new CountDownLatch(0);
    private volatile int server;
    private ServerSocket entrance;

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(postgres.start());
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = URI.create(settings.get(URL)).getPort();
        start("relay", this::accept);
        settings.put(URL, "postgresql://localhost:" + entrance.getLocalPort() + "/postgres");
        return settings;
    }

    /** Breaks all connections and the next ones too, until so many were tried. */
    public void cut(int attempts) {
        refusals.set(attempts);
        sockets.forEach(PostgresRelay::close);
    }

    /** How many attempts are still to be refused; 0 means that the server is back. */
    public int refusalsLeft() {
        return refusals.get();
    }

    /** Passes on nothing any more, and closes nothing either: what is connected waits, and so does who connects. */
    public void fallSilent() {
        silent = true;
    }

    /** Ends the silence for who connects from now on; what was connected stays silent for ever. */
    public void speakToNewOnes() {
        silenced.addAll(sockets);
        silent = false;
    }

    /** Keeps back what is sent, as a network does that loses packets and sends them again. */
    public void keepBack() {
        delivery = new CountDownLatch(1);
    }

    /** Delivers it, late. */
    public void deliver() {
        delivery.countDown();
    }

    /** Relays to a server at another port from now on. */
    public void relayTo(int port) {
        server = port;
    }

    /** The server by the straight way. */
    public DataSource database() {
        return postgres.database();
    }

    /** Ends the silence and the connections that were in it. */
    public void speak() {
        silent = false;
        sockets.forEach(PostgresRelay::close);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(PostgresRelay.class));
    }

    @Override
    public void stop() {
        if (entrance != null) {
            close(entrance);
            sockets.forEach(PostgresRelay::close);
        }
        postgres.stop();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var client = entrance.accept();
                if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    close(client);
                } else {
                    connect(client, new Socket(InetAddress.getLoopbackAddress(), server));
                }
            } catch (IOException e) {
                // Closed, or a server that is away: the client sees its connection end.
            }
        }
    }

    private void connect(Socket client, Socket server) {
        sockets.add(client);
        sockets.add(server);
        start("relay in", () -> pump(client, server));
        start("relay out", () -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        try {
            var bytes = new byte[1 << 13];
            for (var length = read(from, bytes); length >= 0; length = read(from, bytes)) {
                delivery.await();
                if (!silent && !silenced.contains(from)) {
                    to.getOutputStream().write(bytes, 0, length);
                }
            }
        } catch (IOException e) {
            // Cut, or ended by either side.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
            List.of(from, to).forEach(socket -> {
                sockets.remove(socket);
                silenced.remove(socket);
            });
        }
    }

    private static int read(Socket from, byte[] bytes) throws IOException {
        return from.getInputStream().read(bytes);
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
