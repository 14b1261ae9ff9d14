package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar with little memory: no client can exhaust it, and the process exits if it runs out. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedMemoryIT {

    private static final String READY = "Ready. Forecasts of bitcoin, ethereum.";
    private static final int OUT_OF_MEMORY = 3;

    /** Everything that a client can choose; each request is different. */
    private static final List<IntFunction<String>> REQUESTS = List.of(
            i -> "METHOD" + i + " /coins HTTP/1.1\r\n",
            i -> "GET /no/such/" + i + " HTTP/1.1\r\n",
            i -> "GET /q/swagger-ui/" + "x".repeat(400) + i + " HTTP/1.1\r\n",
            i -> "HEAD /app/" + i + "/../style.css HTTP/1.1\r\n",
            i -> "GET /coins/" + i + "/forecast HTTP/1.1\r\n",
            i -> "GET /crawls/" + i + " HTTP/1.1\r\n",
            i -> "GET /analysis/" + i + " HTTP/1.1\r\n",
            i -> "GET /coins?parameter" + i + "=1&state=" + i + " HTTP/1.1\r\n",
            BoundedMemoryIT::forecast,
            BoundedMemoryIT::address,
            BoundedMemoryIT::user,
            i -> "PUT /coins/" + i + " HTTP/1.1\r\nAuthorization: Bearer " + i + "\r\n",
            i -> "GET /coins/bitcoin/forecast HTTP/1.1\r\nAccept: application/json, application/x" + i
                    + ";q=0.1\r\nAccept-Language: x" + i + "\r\nIf-None-Match: \"" + i + "\"\r\nCookie: a" + i
                    + "=1\r\nX"
                    + i + ": 1\r\nOrigin: http://" + i + "\r\nUser-Agent: " + i + "\r\nX-Forwarded-Host: host" + i
                    + ".example\r\n",
            i -> "HEAD /app/style.css HTTP/1.1\r\nIf-Modified-Since: " + i + "\r\nRange: bytes=" + i + "-\r\n",
            i -> "OPTIONS /coins/" + i + " HTTP/1.1\r\nOrigin: http://" + i + "\r\nAccess-Control-Request-Method: M" + i
                    + "\r\nAccess-Control-Request-Headers: x" + i + "\r\n",
            i -> "POST /coins/bitcoin/models HTTP/1.1\r\nContent-Type: application/x" + i + "\r\n",
            BoundedMemoryIT::initialization,
            BoundedMemoryIT::toolCall);

    /** What separates headers from a body. */
    private static final String BODY = "body:";

    private static final int CONNECTION = 300;

    /**
     * An unbounded structure grows in each round. On a busy machine, the caches by address are full only after the
     * second.
     */
    private static final int MOST_ROUNDS = 3;

    /** More addresses than the caches by address have entries. */
    private static final int ADDRESSES = 11_000;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = Postgres.builder().start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @Test
    void nothingThatClientsSendGrowsMemory() throws Exception {
        try (var service = PackagedService.startForLong(environment("-Xmx256m", Map.of()))) {
            service.logUntil(READY);
            var end = CompletableFuture.runAsync(() -> drain(service));
            // From here on, bounded structures are full and every metric series exists.
            send(service, REQUESTS, 0, 1_600);
            abort(service, 0, 10);
            send(service, List.of(BoundedMemoryIT::forecast), 100, 3_100);
            send(service, List.of(BoundedMemoryIT::address, BoundedMemoryIT::user), 100, 100 + 2 * ADDRESSES);
            var metrics = metrics(service);
            var heap = heapAfterCollection(service);

            var round = 0;
            for (var before = Double.NaN; !(heap < 1.1 * before); round++) {
                assertTrue(round < MOST_ROUNDS, "%s grew to %s".formatted(before, heap));
                before = heap;
                send(service, REQUESTS, 400_000 + round * 200_000, 520_000 + round * 200_000 - 2 * ADDRESSES);
                abort(service, 10, 200);
                var addresses = 200_000 + round * 2 * ADDRESSES;
                send(
                        service,
                        List.of(BoundedMemoryIT::address, BoundedMemoryIT::user),
                        addresses,
                        addresses + 2 * ADDRESSES);
                heap = heapAfterCollection(service);
            }

            var metricsAfter = metrics(service);
            assertTrue(metricsAfter.length() < 2 * metrics.length(), () -> metrics.length() + " were\n" + metricsAfter);
            assertTrue(metricsAfter.contains("method=\"OTHER\""), metricsAfter);
            assertFalse(metricsAfter.contains("METHOD"), metricsAfter);
            assertEquals(
                    200, get(service.address() + "/coins/ethereum/forecast").statusCode());
            assertFalse(end.isDone());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java -jar", "systemd", "image"})
    void withoutMemoryTheProcessEnds(String launcher) throws Exception {
        // The limit on cached answers exceeds the memory.
        try (var service = PackagedService.start(
                environment("-Xmx64m " + options(launcher), Map.of("ECOIN_SERVING_KEPT_ANSWERS", "1G")))) {
            service.logUntil(READY);
            var forecasts = service.address() + "/coins/bitcoin/forecast?horizon=1000&level=10,20,30,40,50,";
            // By HTTP/2, whose connections Vert.x closes silently when it runs out of memory; no other request follows.
            for (int i = 0; isAnswered(forecasts + decimal(i)); i++) {
                // Each answer is cached.
            }

            var log = service.logUntilEnd();

            assertEquals(OUT_OF_MEMORY, service.exitStatus(), () -> String.join("\n", log));
        }
    }

    private static boolean isAnswered(String uri) throws InterruptedException {
        try {
            get(uri);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void drain(PackagedService service) {
        try {
            service.logUntilEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String options(String launcher) throws IOException {
        return switch (launcher) {
            case "systemd" ->
                Files.readAllLines(Path.of("docs/ecoin-forecaster.service")).stream()
                        .filter(line -> line.startsWith("ExecStart="))
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .filter(word -> word.startsWith("-X"))
                        .collect(Collectors.joining(" "));
            case "image" -> {
                var properties = new Properties();
                try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
                    properties.load(file);
                }
                yield properties
                        .getProperty("quarkus.jib.jvm-additional-arguments")
                        .replace(',', ' ');
            }
            default -> "";
        };
    }

    private static Map<String, String> environment(String options, Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.putAll(Map.of(
                "JAVA_TOOL_OPTIONS",
                options,
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:" + postgres.getPort() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME",
                "postgres",
                "QUARKUS_DATASOURCE_PASSWORD",
                "",
                "QUARKUS_HTTP_PORT",
                "0",
                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
                "true",
                "ECOIN_SECURITY_OPERATOR_PASSWORD_HASH",
                OperatorResource.PASSWORD_HASH,
                "ECOIN_SAMPLE_ENABLED",
                "true",
                "ECOIN_TRAINING_SCHEDULE",
                "off",
                "ECOIN_COINGECKO_URL",
                "http://localhost:1/api/v3"));
        return environment;
    }

    /** Sends the requests with these numbers, alternating between kinds, many per connection; all must be answered. */
    private static void send(PackagedService service, List<IntFunction<String>> kinds, int from, int to)
            throws Exception {
        for (int first = from; first < to; first += CONNECTION) {
            var last = Math.min(first + CONNECTION, to) - 1;
            var requests = IntStream.rangeClosed(first, last)
                    .mapToObj(i -> request(kinds.get(i % kinds.size()).apply(i / kinds.size()), i == last))
                    .collect(Collectors.joining());
            try (var socket = connect(service)) {
                var answers = CompletableFuture.supplyAsync(() -> answers(socket));
                socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
                assertEquals(last - first + 1, answers.get());
            }
        }
    }

    /** @param kind its first headers; behind {@link #BODY} its body if it has one */
    private static String request(String kind, boolean isLast) {
        var body = kind.contains(BODY) ? kind.substring(kind.indexOf(BODY) + BODY.length()) : "";
        return kind.substring(0, kind.length() - body.length() - (kind.contains(BODY) ? BODY.length() : 0))
                + "Host: localhost\r\nContent-Length: " + body.length() + "\r\n"
                + (isLast ? "Connection: close\r\n\r\n" : "\r\n") + body;
    }

    private static long answers(Socket socket) {
        try {
            return Pattern.compile("HTTP/1.1 [1-4]")
                    .matcher(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .results()
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends requests whose client disconnects halfway. */
    private static void abort(PackagedService service, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            try (var socket = connect(service)) {
                socket.getOutputStream()
                        .write(("METHOD" + i + " /half/" + i
                                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345")
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static Socket connect(PackagedService service) throws IOException {
        var address = URI.create(service.address());
        return new Socket(address.getHost(), address.getPort());
    }

    /** In bytes. */
    private static double heapAfterCollection(PackagedService service) throws Exception {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        assertEquals(
                0,
                new ProcessBuilder(jcmd, Long.toString(service.pid()), "GC.run")
                        .start()
                        .waitFor());
        return metrics(service)
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static String metrics(PackagedService service) throws Exception {
        return get(service.managementAddress() + "/q/metrics").body();
    }

    private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }

    private static String initialization(int i) {
        return message(i, "initialize", """
                {"protocolVersion": "%d", "capabilities": {"c%d": {}}, "clientInfo": {"name": "n%d", "version": "%d"}}\
                """.formatted(i, i, i, i));
    }

    private static String toolCall(int i) {
        return message(i, "tools/call", """
                {"name": "forecast", "arguments": {"coin": "c%d"}, "_meta": {"progressToken": "t%d"}}\
                """.formatted(i, i));
    }

    private static String message(int i, String method, String params) {
        return "POST /mcp HTTP/1.1\r\nContent-Type: application/json\r\nMcp-Session-Id: s" + i + "\r\n" + BODY
                + "{\"jsonrpc\": \"2.0\", \"id\": \"" + i + "\", \"method\": \"" + method + "\", \"params\": " + params
                + "}";
    }

    private static String forecast(int i) {
        return "GET /coins/bitcoin/forecast?horizon=100&level=" + decimal(i) + " HTTP/1.1\r\n";
    }

    /** A request to an endpoint with a rate limit per address. */
    private static String address(int i) {
        return "GET /coins/bitcoin/prices?from=no-date HTTP/1.1\r\n" + from(i);
    }

    private static String user(int i) {
        var credentials = ("user" + i + ":password").getBytes(StandardCharsets.US_ASCII);
        return "PUT /coins/bitcoin HTTP/1.1\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(credentials) + "\r\n" + from(i);
    }

    private static String from(int i) {
        return "X-Forwarded-For: 10.%d.%d.%d\r\n".formatted(i >> 16, i >> 8 & 255, i & 255);
    }

    /** A unique number below 100 with three decimals. */
    private static String decimal(int i) {
        return i % 99 + 1 + "." + (100 + i / 99 % 900);
    }
}
