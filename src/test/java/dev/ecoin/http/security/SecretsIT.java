package dev.ecoin.http.security;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.crawl.CrawlMode;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets that must not appear in a log, at any level, or in an answer. */
@QuarkusTest
@TestProfile(SecretsIT.WithKey.class)
@WithDatabaseAndCoinGecko
class SecretsIT {

    private static final String KEY = "CG-dont-tell-anybody";

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.ecoin");

    @Inject
    Service service;

    @Inject
    Crawler crawler;

    CoinGeckoStandIn coinGecko;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Handler collector = new Collector(log);

    @BeforeEach
    void start() {
        service.reset("bitcoin");
        ROOT.addHandler(collector);
        OURS.setLevel(Level.ALL);
    }

    @AfterEach
    void stop() {
        ROOT.removeHandler(collector);
        OURS.setLevel(null);
    }

    @Test
    void coinGeckosKeyIsInNoLogWhateverTheCallsComeTo() {
        for (var status : List.of(401, 403, 429, 500)) {
            service.reset("bitcoin");
            coinGecko.reset();
            for (int call = 0; call < 12; call++) {
                coinGecko.fail(status, Map.of(), "{\"status\":{\"error_code\":10002,\"error_message\":\"no\"}}");
            }
            crawler.crawl(new CrawlRequest(List.of("bitcoin"), null, null, CrawlMode.RANGE), "test", progress -> {})
                    .orElseThrow();
        }
        coinGecko.fail(200, Map.of(), "{\"prices\":");
        crawler.crawl(new CrawlRequest(List.of("bitcoin"), null, null, CrawlMode.RANGE), "test", progress -> {})
                .orElseThrow();
        given().put("/coins/solana");
        var answers = given().get("/crawls").asString()
                + management().get("/q/metrics").asString()
                + management().get("/q/health").asString();

        assertTrue(log.stream().anyMatch(line -> line.contains("ECOIN_COINGECKO_KEY")), "the wrong key was noticed");
        assertFalse(String.join("\n", log).contains(KEY));
        assertFalse(answers.contains(KEY));
    }

    @Test
    void noPasswordAndNoHashIsInALog() {
        given().auth()
                .none()
                .auth()
                .preemptive()
                .basic("operator", "my mistyped password")
                .delete("/coins/bitcoin")
                .then()
                .statusCode(401);
        given().delete("/coins/bitcoin").then().statusCode(204);

        var said = String.join("\n", log);
        assertFalse(said.contains("mistyped"), said);
        assertFalse(said.contains(OperatorResource.PASSWORD), said);
        assertFalse(said.contains(OperatorResource.PASSWORD_HASH.substring(7)), said);
    }

    @Test
    void aFaultInsideTellsTheLogEverythingAndTheCallerNothing() {
        service.query("ALTER TABLE daily_price RENAME COLUMN price TO cost");
        try {
            var answer = given().get("/coins/bitcoin/prices");

            assertEquals(500, answer.statusCode());
            assertEquals(
                    "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
                            + "\"detail\":\"Internal error; the service's log has the cause.\"}",
                    answer.asString());
            assertTrue(log.stream().anyMatch(line -> line.contains("\"price\"")), "the log says why");
        } finally {
            service.query("ALTER TABLE daily_price RENAME COLUMN cost TO price");
        }
    }

    private static final class Collector extends Handler {

        private final Queue<String> lines;

        Collector(Queue<String> lines) {
            this.lines = lines;
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            var trace = new StringWriter();
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(trace));
            }
            lines.add(new SimpleFormatter().formatMessage(entry) + trace);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    public static final class WithKey implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.coingecko.plan", "demo", "ecoin.coingecko.key", KEY);
        }
    }
}
