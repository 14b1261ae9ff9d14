package dev.ecoin.logging;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.crawl.CrawlMode;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class LogFieldsTest {

    private static final Logger OURS = Logger.getLogger("dev.ecoin");

    @Inject
    Service service;

    @Inject
    Crawler crawler;

    @Inject
    Trainer trainer;

    CoinGeckoStandIn coinGecko;

    /** A record's message and fields. */
    private record Line(String message, Map<String, String> fields) {}

    private final Queue<Line> log = new ConcurrentLinkedQueue<>();
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            var message = new PatternFormatter("%s").format(entry);
            log.add(new Line(message, ExtLogRecord.wrap(entry).getMdcCopy()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        OURS.addHandler(collector);
    }

    @AfterEach
    void stop() {
        OURS.removeHandler(collector);
    }

    @Test
    void whatACrawlLogsNamesRunAndCoinWhicheverWorkerSaysIt() {
        coinGecko.fail(429, Map.of("Retry-After", "2"), "");
        coinGecko.breakFor("ethereum");

        var run = "/crawls/" + crawl("bitcoin", "ethereum");

        assertEquals(Map.of("run", run, "coin", "bitcoin"), fields("Stored 3 days of bitcoin"));
        assertEquals(Map.of("run", run, "coin", "bitcoin"), fields("CoinGecko asks to wait for 2 s"));
        assertEquals(Map.of("run", run, "coin", "ethereum"), fields("The crawl skipped ethereum"));
        assertEquals(Map.of(), MDC.getMap(), "the fields end with the work");
    }

    @Test
    void whatConcernsTheWholeCrawlNamesNoCoin() {
        coinGecko.fail(401, Map.of(), "{\"status\":{\"error_code\":10002,\"error_message\":\"no key\"}}");

        var run = "/crawls/" + crawl("bitcoin");

        assertEquals(Map.of("run", run), fields("The crawl failed: CoinGecko refuses the key"));
    }

    @Test
    void changesOfCoinsAndModelsNameWhoMadeThem() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        var model = service.query("SELECT id FROM model").get(0).getLong("id");

        given().contentType("application/json")
                .body("{\"id\":" + model + ",\"reason\":\"audit\",\"pinned\":true}")
                .put("/coins/bitcoin/models/active")
                .then()
                .statusCode(200);
        for (int time = 0; time < 2; time++) {
            given().contentType("application/json")
                    .body("{\"state\":\"paused\"}")
                    .put("/coins/bitcoin")
                    .then()
                    .statusCode(200);
        }
        given().delete("/coins/bitcoin").then().statusCode(204);

        assertEquals(
                List.of(
                        "operator activated model " + model + " of bitcoin, pinned: audit",
                        "operator set bitcoin from active to paused",
                        "operator removed bitcoin with its prices and models"),
                log.stream()
                        .map(Line::message)
                        .filter(line -> line.startsWith("operator"))
                        .toList());
    }

    @Test
    void everyHandlerOfTheServiceKeepsARecordToOneLine() {
        var handlers = Stream.of(Logger.getLogger("").getHandlers())
                .flatMap(handler -> Stream.concat(
                        Stream.of(handler),
                        handler instanceof ExtHandler outer ? Stream.of(outer.getHandlers()) : Stream.of()))
                .filter(ConsoleHandler.class::isInstance)
                .toList();

        assertEquals(1, handlers.size(), handlers.toString());
        var record = new ExtLogRecord(org.jboss.logmanager.Level.INFO, "a\nb", LogFieldsTest.class.getName());
        handlers.get(0).isLoggable(record);
        assertEquals("a\\nb", new PatternFormatter("%s").format(record));
    }

    @Test
    void whatCoinGeckoSaysReachesTheRecordOfTheCrawlWithoutControlCharacters() {
        coinGecko.fail(
                401,
                Map.of(),
                "{\"status\":{\"error_code\":10002,\"error_message\":\"no\\u0000 key\\n2026 INFO\\u001b[2J\\u202e\\u2028\"}}");

        crawl("bitcoin");

        var error = service.query("SELECT error FROM crawl_run").get(0).getString("error");
        assertTrue(error.contains("no key 2026 INFO [2J."), error);
    }

    @Test
    void whatATrainingLogsNamesRunAndCoin() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 200, PriceSource.IMPORT);

        var runs = trainer.train(List.of("bitcoin", "ethereum"));

        assertEquals(Map.of("run", "/trainings/" + runs.get(0).id(), "coin", "bitcoin"), fields("Trained bitcoin"));
        assertEquals(
                Map.of("run", "/trainings/" + runs.get(1).id(), "coin", "ethereum"),
                fields("The train of ethereum (" + runs.get(1).id() + ") failed"));
    }

    @Test
    void workWithinWorkGivesBackTheFieldsOfWhatIsAround() {
        LogFields.ofCoin("bitcoin", () -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> LogFields.ofCoin("ethereum", (Runnable) () -> {
                        throw new IllegalStateException(String.valueOf(MDC.get("coin")));
                    }),
                    "ethereum");
            assertEquals("bitcoin", MDC.get("coin"));
        });
        assertEquals(Map.of(), MDC.getMap());
    }

    private long crawl(String... coins) {
        return crawler.crawl(
                        new CrawlRequest(List.of(coins), LocalDate.of(2026, 11, 20), null, CrawlMode.RANGE),
                        "test",
                        report -> {})
                .orElseThrow()
                .id();
    }

    private Map<String, String> fields(String message) {
        return log.stream()
                .filter(line -> line.message().contains(message))
                .findFirst()
                .map(Line::fields)
                .orElseThrow(() -> new AssertionError(log));
    }
}
