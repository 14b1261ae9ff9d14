package dev.ecoin.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.ecoin.alerts.DeliveryRepository.Due;
import dev.ecoin.alerts.Sender.Outcome;
import dev.ecoin.alerts.WebhookRepository.Endpoint;
import dev.ecoin.testing.Authority;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WebhookStandIn;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook's host may be, by a resolver that says whatever the test wants. */
class SenderTest {

    private static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final CompletableFuture<?> NEVER = new CompletableFuture<>();

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    /** Of one host each, from the first call to the last, which is repeated. */
    private final Deque<List<String>> resolutions = new ArrayDeque<>();

    private WebhookStandIn standIn;

    @BeforeEach
    void start() throws IOException {
        standIn = new WebhookStandIn();
    }

    @AfterEach
    void stop() {
        standIn.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aHostThatIsAllowedMayBePrivateAndKeepsItsName() {
        resolutions.add(List.of("127.0.0.1"));

        var outcome = send(sender(Set.of("chat.internal"), LONG), "http://chat.internal:" + standIn.port() + "/a?b=c");

        assertEquals(new Outcome(204, outcome.milliseconds(), null), outcome);
        assertEquals(
                "chat.internal:" + standIn.port(), standIn.received().get(0).host());
        assertEquals("/a?b=c", standIn.received().get(0).path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "8.8.8.8,127.0.0.1",
                "127.0.0.1,8.8.8.8",
                "10.0.0.1",
                "169.254.169.254",
                "::1",
                "::ffff:127.0.0.1",
                "fd00:ec2::254",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "0.0.0.0"
            })
    void aHostWithAnyAddressThatIsNotPublicIsNotCalled(String addresses) {
        resolutions.add(List.of(addresses.split(",")));

        var outcome = send(sender(Set.of(), LONG), "http://rebind.example:" + standIn.port() + "/");

        assertFalse(outcome.isDelivered());
        assertTrue(outcome.error().contains("not public"), outcome.error());
        assertFalse(outcome.error().contains(addresses), "the address is the network's own");
        assertEquals(List.of(), standIn.received());
    }

    /** The name is public when it is checked, and this machine's from then on: whoever asked again would go there. */
    @Test
    void theCheckedAddressIsTheOneThatIsCalled() throws IOException {
        var asked = new ConcurrentLinkedQueue<String>();
        var proxy = socks(asked);
        resolutions.add(List.of("8.8.8.8"));
        resolutions.add(List.of("127.0.0.1"));
        var through = new HttpClientOptions()
                .setProxyOptions(new ProxyOptions()
                        .setType(ProxyType.SOCKS5)
                        .setHost("127.0.0.1")
                        .setPort(proxy.getLocalPort()));

        var outcome = send(sender(through, Set.of(), LONG), "http://rebind.example:" + standIn.port() + "/");

        assertTrue(outcome.isDelivered(), outcome.error());
        assertEquals(List.of("8.8.8.8:" + standIn.port()), List.copyOf(asked));
        assertEquals(List.of(), standIn.received());
        assertEquals(1, resolutions.size(), "the host was resolved once");
    }

    /** Records where the client wants to be connected to, and answers in that place. */
    private ServerSocket socks(Queue<String> asked) throws IOException {
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var thread = new Thread(() -> {
            try (var socket = server.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                in.skipNBytes(1);
                in.skipNBytes(in.readUnsignedByte());
                socket.getOutputStream().write(new byte[] {5, 0});
                in.skipNBytes(3);
                var isAddress = in.readUnsignedByte() == 1;
                var address = in.readNBytes(4);
                asked.add((isAddress ? InetAddress.getByAddress(address).getHostAddress() : "a name") + ":"
                        + in.readUnsignedShort());
                socket.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
                // An answer that came before its request would be dropped.
                var request = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
                request.lines().takeWhile(line -> !line.isEmpty()).forEach(header -> {});
                socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                asked.add(e.toString());
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @Test
    void aHostThatTurnsPrivateIsRefusedAtTheNextAttempt() {
        resolutions.add(List.of("127.0.0.1"));

        var outcomes = sender(Set.of(), LONG)
                .send(endpoint("http://rebind.example:" + standIn.port() + "/"), due(3))
                .await(NEVER);

        assertEquals(
                3,
                outcomes.values().stream()
                        .filter(outcome -> outcome.error().contains("not public"))
                        .count());
        assertEquals(List.of(), standIn.received());
    }

    @Test
    void aHostThatDoesNotResolveSaysSo() {
        assertEquals(
                "The host does not resolve",
                send(sender(Set.of(), LONG), "http://gone.example/").error());
    }

    @Test
    void silenceEndsWithTheTimeout() {
        resolutions.add(List.of("127.0.0.1"));
        standIn.fallSilent("/");

        var outcome = send(sender(Set.of("silent"), Duration.ofSeconds(1)), "http://silent:" + standIn.port() + "/");

        assertEquals("It did not answer within 1 s", outcome.error());
        assertEquals(1, standIn.received().size());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"200, null", "500, It answered 500"})
    void theStatusCountsIfTheRestOfTheAnswerDoesNotCome(int status, String error) {
        resolutions.add(List.of("127.0.0.1"));
        standIn.fallSilentAfterTheStatus("/", status);

        var outcome = send(sender(Set.of("slow"), Duration.ofSeconds(1)), "http://slow:" + standIn.port() + "/");

        assertEquals(status, outcome.status());
        assertEquals(error, outcome.error());
    }

    @Test
    void whatIsKnownWhenTheProcessEndsIsNotLost() {
        resolutions.add(List.of("127.0.0.1"));
        var arrived = new AtomicInteger();
        var end = new CompletableFuture<Void>();
        standIn.beforeAnswer(() -> {
            if (arrived.incrementAndGet() > 1) {
                end.join();
            }
        });
        var sending = sender(Set.of("slow"), LONG).send(endpoint("http://slow:" + standIn.port() + "/"), due(3));
        CompletableFuture.anyOf(sending.outcomes().values().toArray(CompletableFuture[]::new))
                .join();

        var known = sending.await(CompletableFuture.completedFuture(null));

        assertEquals(1, known.size());
        assertTrue(known.values().iterator().next().isDelivered());
        end.complete(null);
        assertEquals(3, sending.await(NEVER).size());
    }

    @Test
    void aLongAnswerIsNotReadToItsEnd() {
        standIn.answerForEver("/", 400, "x");
        resolutions.add(List.of("127.0.0.1"));

        var outcome = send(sender(Set.of("long"), LONG), "http://long:" + standIn.port() + "/");

        assertEquals("It answered 400: " + "x".repeat(160) + "…", outcome.error());
    }

    @Test
    void theCertificateMustBeTheHosts() throws Exception {
        var authority = Authority.in(directory);
        var names = new ConcurrentLinkedQueue<String>();
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(authority, "hooks.example.com")));
        server.createContext("/", exchange -> {
            var session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
            session.getRequestedServerNames().forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        var port = server.getAddress().getPort();
        resolutions.add(List.of("127.0.0.1"));
        var trust = new HttpClientOptions()
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(authority.file().toString()));
        var sender = sender(trust, Set.of("hooks.example.com", "other.example.com"), LONG);

        try {
            assertEquals(
                    null,
                    send(sender, "https://hooks.example.com:" + port + "/").error());
            assertEquals(List.of("hooks.example.com"), List.copyOf(names));
            assertEquals(
                    "TLS failed; the certificate must be valid for the host",
                    send(sender, "https://other.example.com:" + port + "/").error());
            assertEquals(
                    "TLS failed; the certificate must be valid for the host",
                    send(sender(Set.of("hooks.example.com"), LONG), "https://hooks.example.com:" + port + "/")
                            .error());
            assertEquals(1, names.size());
        } finally {
            server.stop(0);
        }
    }

    private SSLContext context(Authority authority, String host) throws Exception {
        var password = "changeit".toCharArray();
        var made = KeyStore.getInstance(directory.resolve("store.p12").toFile(), password);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var file = Files.newInputStream(authority.certificate(host, 1))) {
            store.setKeyEntry("server", made.getKey("server", password), password, new Certificate[] {
                CertificateFactory.getInstance("X.509").generateCertificate(file)
            });
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void aConnectionThatIsRefusedSaysSo() throws IOException {
        resolutions.add(List.of("127.0.0.1"));
        var port = standIn.port();
        standIn.close();

        assertEquals(
                "No connection could be made",
                send(sender(Set.of("x"), LONG), "http://x:" + port + "/").error());
    }

    private Sender sender(Set<String> allowed, Duration timeout) {
        return sender(new HttpClientOptions(), allowed, timeout);
    }

    private Sender sender(HttpClientOptions trust, Set<String> allowed, Duration timeout) {
        return new Sender(vertx, trust, this::resolve, allowed, timeout, new SettableClock(), "1");
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        var addresses = resolutions.size() > 1 ? resolutions.remove() : resolutions.peek();
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        return addresses.stream()
                .map(address -> {
                    try {
                        return InetAddress.getByName(address);
                    } catch (UnknownHostException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static Outcome send(Sender sender, String url) {
        return sender.send(endpoint(url), due(1))
                .await(NEVER)
                .values()
                .iterator()
                .next();
    }

    private static Endpoint endpoint(String url) {
        return new Endpoint(1, "hook", url, List.of(SECRET));
    }

    private static List<Due> due(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Due(i, "msg_" + i, "webhook.test", null, null, "{}", 0))
                .toList();
    }
}
