package dev.ecoin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class WatchTest {

    @Inject
    Watch watch;

    @Inject
    Crawler crawler;

    @Inject
    Trainer trainer;

    @Inject
    MeterRegistry metrics;

    @Inject
    SettableClock clock;

    @Inject
    Service service;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void whatTheDatabaseHasIsShownWhoeverPutItThere() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 21), 200, PriceSource.IMPORT);
        trainer.train(List.of("bitcoin", "ethereum"));
        service.query(
                "INSERT INTO daily_price (coin, day, price, source) VALUES ('bitcoin', '2026-11-22', 1, 'import')");

        watch.look();

        assertEquals(midnight("2026-11-22"), gauge("ecoin.prices.newest.timestamp", "coin", "bitcoin"));
        assertEquals(midnight("2026-11-21"), gauge("ecoin.model.origin.timestamp", "coin", "bitcoin"));
        assertNull(gauge("ecoin.model.origin.timestamp", "coin", "ethereum"), "it has none");
        assertEquals(SettableClock.START.getEpochSecond(), gauge("ecoin.training.end.timestamp", "coin", "ethereum"));
        assertEquals(1, gauge("ecoin.training.state", "coin", "ethereum", "state", "failed"));
        assertEquals(0, gauge("ecoin.training.state", "coin", "ethereum", "state", "succeeded"));
        assertEquals(1, gauge("ecoin.training.state", "coin", "bitcoin", "state", "succeeded"));

        service.query("UPDATE run SET state = 'rejected' WHERE coin = 'bitcoin'");
        watch.look();

        assertEquals(0, gauge("ecoin.training.state", "coin", "bitcoin", "state", "succeeded"));
        assertEquals(1, gauge("ecoin.training.state", "coin", "bitcoin", "state", "rejected"));
    }

    @Test
    void coinsWhoseCrawlDidNotComeAreCounted() {
        for (var coin : List.of("bitcoin", "ethereum")) {
            service.storeWalk(coin, LocalDate.of(2026, 11, 22), 200, PriceSource.IMPORT);
        }
        trainer.train(List.of("bitcoin", "ethereum"));
        clock.advance(Duration.between(SettableClock.START, Instant.parse("2026-11-24T02:59:59Z")));
        watch.look();
        assertEquals(0, gauge("ecoin.coins.overdue"));

        clock.advance(Duration.ofSeconds(2));
        watch.look();
        assertEquals(2, gauge("ecoin.coins.overdue"));
    }

    @Test
    void aCoinThatIsLeftAloneIsCountedAndNotOverdue() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 21), 200, PriceSource.IMPORT);
        trainer.train(List.of("bitcoin"));
        watch.look();
        assertEquals(2, gauge("ecoin.coins", "state", "active"));

        service.query("UPDATE coin SET state = 'paused' WHERE id = 'bitcoin'");
        watch.look();

        assertEquals(1, gauge("ecoin.coins", "state", "active"));
        assertEquals(1, gauge("ecoin.coins", "state", "paused"));
        assertEquals(0, gauge("ecoin.coins", "state", "delisted"));
        for (var name : List.of("ecoin.prices.newest.timestamp", "ecoin.model.origin.timestamp")) {
            assertNull(gauge(name, "coin", "bitcoin"), name);
        }
        assertNull(gauge("ecoin.training.state", "coin", "bitcoin", "state", "succeeded"));
    }

    @Test
    void theCrawlOfEverythingCountsAndNotThoseThatUsersAskFor() {
        watch.look();
        assertEquals(0, gauge("ecoin.crawl.success.timestamp"), "none yet");
        assertEquals(0, gauge("ecoin.crawl.state", "state", "succeeded"));

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        var ended = clock.instant().getEpochSecond();
        watch.look();
        assertEquals(ended, gauge("ecoin.crawl.success.timestamp"));
        assertEquals(1, gauge("ecoin.crawl.state", "state", "succeeded"));
        assertEquals(2, gauge("ecoin.coingecko.month.calls"));

        service.addRun("crawl", null, "failed", "{\"mode\": \"range\", \"coins\": [\"bitcoin\"]}", "test", null);
        watch.look();
        assertEquals(1, gauge("ecoin.crawl.state", "state", "succeeded"));

        service.addRun("crawl", null, "failed", "{\"mode\": \"range\"}", "test", null);
        watch.look();
        assertEquals(1, gauge("ecoin.crawl.state", "state", "failed"));
        assertEquals(ended, gauge("ecoin.crawl.success.timestamp"));
    }

    @Test
    void aPauseThatCoinGeckoAskedForIsShownAndSoIsItsAbsence() {
        watch.look();
        assertTrue(gauge("ecoin.coingecko.paused.until.timestamp") <= SettableClock.START.getEpochSecond());

        // Several, because a call that a busy machine abandons uses up its answer.
        for (int call = 0; call < 4; call++) {
            coinGecko.fail(429, Map.of(), "{\"status\":{\"error_code\":10006,\"error_message\":\"credits\"}}");
        }
        var spentBefore = callsWithCreditsSpent();
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        watch.look();

        assertEquals(
                Instant.parse("2026-12-01T00:00:00Z").getEpochSecond(),
                gauge("ecoin.coingecko.paused.until.timestamp"));
        assertEquals(1, gauge("ecoin.crawl.state", "state", "paused"));
        assertEquals(1, callsWithCreditsSpent() - spentBefore);
    }

    private long callsWithCreditsSpent() {
        var timer = metrics.find("ecoin.coingecko.calls")
                .tag("exception", "CreditsSpent")
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldAndWhatWasKnownStays() {
        watch.look();
        assertEquals(1, gauge("ecoin.database.reachable"));
        service.query("ALTER TABLE coin RENAME TO hidden");
        try {
            watch.look();
            assertEquals(0, gauge("ecoin.database.reachable"));
            assertEquals(2, gauge("ecoin.coins", "state", "active"));
        } finally {
            service.query("ALTER TABLE hidden RENAME TO coin");
        }
        watch.look();
        assertEquals(1, gauge("ecoin.database.reachable"));
    }

    /** null if there is no such gauge. */
    private Double gauge(String name, String... tags) {
        var gauge = metrics.find(name).tags(tags).gauge();
        return gauge == null ? null : gauge.value();
    }

    private static double midnight(String day) {
        return Instant.parse(day + "T00:00:00Z").getEpochSecond();
    }
}
