package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.OtlpStandIn;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged service as seen by operators, besides metrics: traces of requests and runs, and the access log. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObservedServiceIT {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Predicate<Span> SQL =
            span -> !OtlpStandIn.attribute(span, "db.query.text").isEmpty()
                    || !OtlpStandIn.attribute(span, "db.statement").isEmpty();

    @Test
    void requestsAndRunsAreTracedDownToTheirQueriesAndRequestsAreLoggedWithoutCredentials() throws Exception {
        try (var postgres = Postgres.builder().start();
                var coinGecko = new CoinGeckoStandIn(Clock.systemUTC(), "bitcoin");
                var collector = new OtlpStandIn();
                var service = PackagedService.start(Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + postgres.getPort() + "/postgres",
                        "QUARKUS_DATASOURCE_USERNAME", "postgres",
                        "QUARKUS_DATASOURCE_PASSWORD", "",
                        "QUARKUS_HTTP_PORT", "0",
                        "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
                        "ECOIN_COINS", "bitcoin",
                        "ECOIN_COINGECKO_URL", coinGecko.url(),
                        "ECOIN_SECURITY_OPERATOR_PASSWORD_HASH", OperatorResource.PASSWORD_HASH,
                        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))) {
            // On a busy machine the service is ready earlier.
            service.logUntil("Trained bitcoin");

            get(service, "/coins/bitcoin/prices");
            assertTraced(
                    collector, SQL, List.of("GET /coins/{coin}/prices"), span -> OtlpStandIn.attribute(span, "url.path")
                            .equals("/coins/bitcoin/prices"));

            Predicate<Span> crawl =
                    span -> OtlpStandIn.attribute(span, "ecoin.run").equals("/crawls/1");
            assertTraced(
                    collector,
                    span -> OtlpStandIn.attribute(span, "url.full").contains("/coins/bitcoin/market_chart/range"),
                    List.of("/crawls/{id}", "coin"),
                    crawl);
            assertTraced(collector, SQL, List.of("/crawls/{id}", "coin"), crawl);
            assertTraced(collector, SQL, List.of("coin", "/trainings/{id}"), span -> OtlpStandIn.attribute(
                            span, "ecoin.coin")
                    .equals("bitcoin"));

            logsRequests(service);
        }
    }

    /** Some wanted span has arrived, and its path from the root has these names and a matching first span. */
    private static void assertTraced(
            OtlpStandIn collector, Predicate<Span> wanted, List<String> names, Predicate<Span> first) {
        await().atMost(LONGEST)
                .untilAsserted(() -> assertTrue(
                        collector.spans().stream()
                                .filter(wanted.and(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT))
                                .map(collector::path)
                                .anyMatch(path ->
                                        first.test(path.get(0)) && names(path).equals(names)),
                        () -> "none below " + names + " of "
                                + collector.spans().stream()
                                        .filter(wanted)
                                        .map(collector::path)
                                        .map(path ->
                                                path.stream().map(Span::getName).toList() + "\n")
                                        .distinct()
                                        .collect(Collectors.joining())));
    }

    /** Without the last one's name. */
    private static List<String> names(List<Span> path) {
        return path.stream().limit(path.size() - 1).map(Span::getName).toList();
    }

    private static void logsRequests(PackagedService service) throws IOException {
        var credentials = Base64.getEncoder()
                .encodeToString(("operator:" + OperatorResource.PASSWORD).getBytes(StandardCharsets.UTF_8));
        var answer = send(service.address(), "DELETE /coins/none HTTP/1.1", "Authorization: Basic " + credentials);
        assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
        send(service.address(), "GET /coins?x=%0d%0a2026-11-28%20ERROR%20forged HTTP/1.1", "User-Agent: none");
        send(service.address(), "GET /coins?x=\u001b[31mred HTTP/1.1", "User-Agent: none");
        var malformed = send(service.managementAddress(), "GET /q/health/%zz HTTP/1.1", "User-Agent: none");
        assertTrue(malformed.startsWith("HTTP/1.1 400"), malformed);
        send(service.address(), "GET /coins?search=last HTTP/1.1", "User-Agent: none");

        var log = String.join("\n", service.logUntil("/coins?search=last HTTP/1.1\" 200"));
        assertTrue(
                log.matches("(?s).*127\\.0\\.0\\.1 operator \"DELETE /coins/none HTTP/1\\.1\" 404 \\d+ \\d+\n.*"), log);
        assertTrue(log.contains("\"GET /coins?x=%0d%0a2026-11-28%20ERROR%20forged HTTP/1.1\""), log);
        assertFalse(log.contains("\u001b[31mred"), "no control character of a client's is written as it is");
        assertFalse(log.contains(credentials) || log.contains(OperatorResource.PASSWORD), log);
        assertFalse(log.contains("Unhandled exception"), log);
    }

    private static String get(PackagedService service, String path) throws IOException {
        return send(service.address(), "GET " + path + " HTTP/1.1", "Accept: application/json");
    }

    /** Sends a raw request, because client libraries would change it. */
    private static String send(String address, String request, String header) throws IOException {
        try (var socket = new Socket("localhost", URI.create(address).getPort())) {
            socket.getOutputStream()
                    .write((request + "\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
