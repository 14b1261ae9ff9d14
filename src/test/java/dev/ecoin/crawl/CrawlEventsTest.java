package dev.ecoin.crawl;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.RecordedStatements;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class CrawlEventsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Inject
    Service service;

    @Inject
    RecordedStatements statements;

    @Inject
    SettableClock clock;

    @TestHTTPResource("/")
    URI address;

    private final List<Socket> listeners = new ArrayList<>();
    private String events;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
        var run = service.addRun("crawl", null, "paused", "{\"mode\": \"range\"}", "test", null);
        service.query("UPDATE run SET due_at = due_at + interval '1 day'");
        events = "/crawls/" + run + "/events";
    }

    @AfterEach
    void leave() throws IOException {
        for (var listener : listeners) {
            listener.close();
        }
        service.query("UPDATE run SET state = 'cancelled', ended_at = now()");
    }

    @Test
    void aHundredListenAtOneQueryASecondAndOneThatLeavesMakesRoom() throws IOException {
        statements.begin();
        var begun = System.nanoTime();
        var streams = new ArrayList<BufferedReader>();
        for (int i = 0; i < CrawlEvents.MOST_LISTENERS; i++) {
            streams.add(listen());
        }
        for (var stream : streams) {
            assertEquals("paused", state(stream));
        }

        given().get(events)
                .then()
                .statusCode(503)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", equalTo("30"))
                .body("detail", startsWith("100 clients listen to crawls already"));

        service.query("UPDATE run SET state = 'waiting'");
        for (var stream : streams) {
            assertEquals("waiting", state(stream));
        }
        var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        var queries = statements.end().stream()
                .filter(statement -> statement.sql().contains("FROM run AS r"))
                .count();
        assertTrue(queries <= seconds + 2, queries + " queries in " + seconds + " s");

        listeners.get(0).close();
        await().atMost(PATIENCE).until(() -> listen() != null);

        service.query("UPDATE run SET state = 'cancelled', ended_at = now()");
        assertEquals("cancelled", state(streams.get(1)));
    }

    @Test
    void everyMinuteTheEventIsToldAgainSoThatAClientThatHasVanishedIsNoticed() throws IOException {
        var stream = listen();
        assertEquals("paused", state(stream));

        clock.advance(Duration.ofMinutes(1));

        assertEquals("paused", state(stream));
    }

    /** Every slot is free again, whether the previous listener disconnected or its crawl ended. */
    @Test
    void nobodyKeepsAPlace() throws IOException {
        for (int i = 0; i < CrawlEvents.MOST_LISTENERS; i++) {
            await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> listen() != null);
        }
    }

    /** Opens a listener and skips its first event; null if there is no free slot. */
    private BufferedReader listen() throws IOException {
        var socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream()
                .write(("GET " + events + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var stream = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        if (!stream.readLine().equals("HTTP/1.1 200 OK")) {
            socket.close();
            return null;
        }
        listeners.add(socket);
        return stream;
    }

    /** The state in the next event. */
    private static String state(BufferedReader stream) throws IOException {
        for (var line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("data:")) {
                return JsonPath.from(line.substring("data:".length())).getString("state");
            }
        }
        throw new IOException("the stream ended");
    }
}
