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

/** A real PostgreSQL behind a relay that can be cut; injected into test fields of this type. */
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

    /** Breaks all connections, and the given number of connection attempts. */
    public void cut(int attempts) {
        refusals.set(attempts);
        sockets.forEach(PostgresRelay::close);
    }

    /** Number of attempts still to refuse; 0 means that the server is reachable again. */
    public int refusalsLeft() {
        return refusals.get();
    }

    /** Stops relaying without closing anything: existing and new connections hang. */
    public void fallSilent() {
        silent = true;
    }

    /** Relays new connections again; existing ones stay silent forever. */
    public void speakToNewOnes() {
        silenced.addAll(sockets);
        silent = false;
    }

    /** Holds data back, like a network that loses packets and resends them. */
    public void keepBack() {
        delivery = new CountDownLatch(1);
    }

    /** Delivers the held data. */
    public void deliver() {
        delivery.countDown();
    }

    /** Relays to a server on another port from now on. */
    public void relayTo(int port) {
        server = port;
    }

    /** The server without the relay. */
    public DataSource database() {
        return postgres.database();
    }

    /** Ends the silence and closes the connections that were affected. */
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
                // Closed, or the server is down: the client's connection ends.
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
            // Cut, or closed by either side.
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
