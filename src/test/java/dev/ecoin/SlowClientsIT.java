package dev.ecoin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged service with more clients, each with half a request, than it has file descriptors. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsIT {

    private static final int DESCRIPTORS = 400;
    private static final int ATTACKERS = 420;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final List<Socket> attackers = new ArrayList<>();

    @AfterEach
    void disconnect() throws IOException {
        for (var attacker : attackers) {
            attacker.close();
        }
    }

    @Test
    void othersAreAnsweredMeanwhileAndNoHalfARequestIsAwaited() throws Exception {
        try (var postgres = Postgres.builder().start();
                var service = PackagedService.startWithDescriptors(
                        DESCRIPTORS,
                        Map.of(
                                "QUARKUS_DATASOURCE_REACTIVE_URL",
                                "postgresql://localhost:" + postgres.getPort() + "/postgres",
                                "QUARKUS_DATASOURCE_USERNAME",
                                "postgres",
                                "QUARKUS_DATASOURCE_PASSWORD",
                                "",
                                "ECOIN_SCHEDULE_AT_START",
                                "false",
                                "ECOIN_CONNECTIONS_HEADER_TIMEOUT",
                                "1s",
                                "QUARKUS_HTTP_HOST",
                                "localhost",
                                "QUARKUS_HTTP_PORT",
                                "0",
                                "QUARKUS_MANAGEMENT_PORT",
                                "0"))) {
            var address = service.address();
            var log = service.logUntil("Listening on: ");
            assertTrue(
                    log.stream().anyMatch(line -> line.contains("file descriptors (ulimit -n)")),
                    () -> String.join("\n", log));
            for (var attacker = 0; attacker < ATTACKERS; attacker++) {
                attackers.add(connect(URI.create(address)));
            }
            attackers.add(connect(URI.create(service.managementAddress())));
            assertEquals(200, status(address + "/coins"));
            assertEquals(200, status(service.managementAddress() + "/q/health/live"));
            for (var attacker : attackers) {
                assertClosed(attacker);
            }
            assertEquals(200, status(address + "/coins"));
        }
    }

    private static Socket connect(URI address) throws IOException {
        var socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout((int) LONGEST.toMillis());
        socket.getOutputStream().write("GET /coins HTTP/1.1\r\nHost: ".getBytes(US_ASCII));
        return socket;
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException reset) {
            // Counts as the end of the connection.
        }
    }

    private static int status(String uri) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri)).timeout(LONGEST).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
