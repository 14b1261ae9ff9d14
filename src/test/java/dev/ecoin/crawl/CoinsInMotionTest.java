package dev.ecoin.crawl;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Coins that are paused or removed during their crawl. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class CoinsInMotionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Inject
    Crawler crawler;

    @Inject
    CoinRepository coins;

    @Inject
    Service service;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void aCoinThatIsRemovedWhileItIsCrawledDoesNotStopTheOthers() {
        var removed = new AtomicBoolean();

        var report = crawler.crawl(CrawlRequest.everything(), "test", progress -> {
                    if (!removed.getAndSet(true)) {
                        given().delete("/coins/bitcoin").then().statusCode(204);
                    }
                })
                .orElseThrow();

        assertTrue(report.state().isEnd());
        assertEquals(
                List.of("ethereum"),
                report.coins().stream().map(CoinCrawl::coin).toList());
        assertEquals(364, service.count("daily_price WHERE coin = 'ethereum'"));
        assertEquals(364, service.count("daily_price"));
    }

    @Test
    void aCoinThatCoinGeckoDoesNotKnowIsDelistedAndLeftAlone() {
        service.reset("bitcoin", "no-such-coin", "mistyped");
        service.storeWalk("no-such-coin", LocalDate.of(2026, 5, 1), 10, PriceSource.SAMPLE);

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(List.of("bitcoin", "mistyped"), coins.ids().await().indefinitely());
        assertEquals(1, service.count("coin WHERE id = 'no-such-coin' AND delisted_on = '2026-11-23'"));
        coinGecko.reset();
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertEquals(List.of(), coinGecko.calls());
    }

    @Test
    void aCoinThatIsResumedIsAskedForThoughItWasOnceUnknown() {
        service.reset("solana");
        service.storeWalk("solana", LocalDate.of(2026, 5, 1), 10, PriceSource.SAMPLE);
        service.query("INSERT INTO unavailable_days (coin, first_day, last_day, mode, reason, plan, recorded_at)"
                + " VALUES ('solana', '-infinity', 'infinity', 'range', 'unknown_coin', 'public', now())");
        coins.delisted("solana");

        given().contentType("application/json")
                .body("{\"state\":\"active\"}")
                .put("/coins/solana")
                .then()
                .statusCode(200);

        await().atMost(PATIENCE).until(() -> service.count("training_run WHERE ended_at IS NOT NULL") == 1);
        await().atMost(PATIENCE).until(() -> service.count("crawl_run WHERE state IN ('waiting', 'running')") == 0);
        assertEquals(364, service.count("daily_price WHERE source = 'coingecko'"));
    }

    @Test
    void aPausedCoinIsNotAskedFor() {
        given().contentType("application/json")
                .body("{\"state\":\"paused\"}")
                .put("/coins/bitcoin")
                .then()
                .statusCode(200);

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(1, coinGecko.calls().size());
        assertTrue(coinGecko.calls().get(0).getPath().contains("/ethereum/"));
    }
}
