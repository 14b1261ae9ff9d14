package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.runs.RunState;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.StoredPrices;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More coins than can be updated one by one; here there is time for one only. */
@QuarkusTest
@WithDatabaseAndCoinGecko
@TestProfile(MarketPagesIT.TimeForOneCoin.class)
class MarketPagesIT {

    private static final LocalDate FIRST_SHOWN = LocalDate.of(2025, 11, 24);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    public static final class TimeForOneCoin implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.crawl.update-within", "12s");
        }
    }

    @Inject
    Crawler crawler;

    @Inject
    Service service;

    @Inject
    StoredPrices stored;

    @Inject
    SettableClock clock;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "solana");
        coinGecko.follow(clock);
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-11-24T00:45:00Z")));
    }

    @Test
    void onePageUpdatesWhatCannotBeUpdatedExactlyInTime() {
        assertEquals(3, coinGecko.calls().size(), "the backlog of new coins is fetched however long it takes");

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(5, coinGecko.calls().size());
        assertEquals(
                1,
                coinGecko.calls().stream()
                        .filter(
                                call -> call.toString()
                                        .equals(
                                                "/api/v3/coins/markets?vs_currency=usd&ids=ethereum%2Csolana&per_page=250&page=1"))
                        .count());
        assertEquals(3, report.daysStored());
        assertEquals(2, report.calls());
        assertEquals(RunState.SUCCEEDED, report.state());
        stored.assertTruth("bitcoin", FIRST_SHOWN, DAY);
        var marked = service.query("SELECT coin, day, price, volume FROM daily_price WHERE source = 'markets'");
        assertEquals(2, marked.size());
        for (var row : marked) {
            assertEquals(DAY, row.getLocalDate("day"));
            assertEquals(
                    0,
                    CoinGeckoStandIn.livePriceADayAgo(row.getString("coin"), DAY)
                            .compareTo(row.getBigDecimal("price")));
            assertEquals(null, row.getBigDecimal("volume"));
        }
    }

    @Test
    void theExactPricesFollowAsManyARunAsTheTimeAllows() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(
                1,
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .calls());
        assertEquals(
                1,
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .calls());
        assertEquals(
                0,
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .calls());

        for (var coin : new String[] {"bitcoin", "ethereum", "solana"}) {
            stored.assertTruth(coin, FIRST_SHOWN, DAY);
        }
        assertEquals(0, service.count("daily_price WHERE source = 'markets'"));
        assertEquals(0, service.count("price_correction"), "an exact price corrects no price of CoinGecko's");
    }

    @Test
    void byDayLivePricesTellNothingAboutADayAndAreNotAskedFor() {
        clock.advance(Duration.ofHours(3));

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(6, coinGecko.calls().size());
        assertEquals(0, service.count("daily_price WHERE source = 'markets'"));
    }

    @Test
    void aCoinThatThePageLeavesOutIsFetchedByItself() {
        service.query("INSERT INTO coin (id) VALUES ('zcash')");
        service.query("INSERT INTO daily_price (coin, day, price, source)"
                + " SELECT 'zcash', day, 1, 'coingecko' FROM daily_price WHERE coin = 'bitcoin'");

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals("zcash", report.coins().get(3).coin());
        assertEquals(RunState.FAILED, report.coins().get(3).state());
        assertEquals(3, report.calls(), "a page, bitcoin, and zcash, which turns out to be unknown");
    }
}
