package dev.ecoin.analysis;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(LongReadsIT.EightConnections.class)
@WithDatabaseAndCoinGecko
class LongReadsIT {

    private static final String EXPORT = "/export/prices";
    private static final int MOST = 2;
    private static final Duration LONG = Duration.ofMinutes(5);

    @Inject
    Service service;

    @TestHTTPResource("/")
    URI address;

    /** More rows than the buffers between service and client hold. */
    @BeforeEach
    void start() {
        service.reset("bitcoin");
        service.query("""
                INSERT INTO daily_price (coin, day, price, market_cap, source)
                SELECT 'bitcoin', date '1700-01-01' + i, 1 + i::numeric / 10 ^ 30, 10 ^ 40::numeric, 'import'
                FROM generate_series(1, 100000) AS i
                """);
    }

    @Test
    void clientsThatDoNotReadLeaveConnectionsToTheOthers() throws IOException {
        var clients = List.of(clientThatReadsTheStatusAlone(), clientThatReadsTheStatusAlone());
        try {
            refused(EXPORT);
            refused("/analysis/gaps");
            for (var path : List.of("/analysis/gaps?coin=bitcoin", "/coins")) {
                assertEquals(200, status(path));
            }
            management().get("/q/health/ready").then().statusCode(200);
        } finally {
            for (var client : clients) {
                client.close();
            }
        }

        await().atMost(LONG).until(() -> status("/analysis/gaps") == 200);
        await().atMost(LONG).until(() -> status("/export/prices?to=1700-01-31") == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/export/prices?to=1700-01-31", "/analysis/gaps"})
    void whatHasEndedMakesRoom(String path) {
        for (int i = 0; i <= MOST; i++) {
            assertEquals(200, status(path));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/export/prices", "/analysis/risk"})
    void whatHasFailedMakesRoom(String path) {
        service.query("ALTER TABLE daily_price RENAME TO elsewhere");
        try {
            for (int i = 0; i <= MOST; i++) {
                assertEquals(500, status(path));
            }
        } finally {
            service.query("ALTER TABLE elsewhere RENAME TO daily_price");
        }
    }

    private static int status(String path) {
        return given().get(path).statusCode();
    }

    private static void refused(String path) {
        given().get(path)
                .then()
                .statusCode(503)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", equalTo("30"))
                .header("Content-Disposition", nullValue())
                .body("detail", containsString("2 exports and analyses"));
    }

    private Socket clientThatReadsTheStatusAlone() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.getOutputStream()
                .write(("GET " + EXPORT + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        assertEquals("HTTP/1.1 200 OK", answer.readLine());
        return socket;
    }

    public static final class EightConnections implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.reactive.max-size", "8");
        }
    }
}
