package dev.ecoin.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.crawl.CrawlMode;
import dev.ecoin.crawl.CrawlReport;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.feeds.binance.Binance;
import dev.ecoin.runs.RunState;
import dev.ecoin.testing.BinanceStandIn;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.OddBodies;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.StoredPrices;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The next feed supplies the days that a feed lacks. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class FeedsInTurnTest {

    private static final LocalDate SINCE = LocalDate.of(2019, 1, 1);
    private static final LocalDate LISTED = LocalDate.of(2017, 8, 17);

    @Inject
    Crawler crawler;

    @Inject
    Binance feed;

    @Inject
    ThirdFeed third;

    @Inject
    Service service;

    @Inject
    StoredPrices stored;

    @Inject
    SettableClock clock;

    CoinGeckoStandIn coinGecko;
    BinanceStandIn binance;

    private LocalDate today;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        service.query("UPDATE coin SET symbol = left(id, 3)");
        coinGecko.follow(clock);
        binance.follow(clock);
        // The list of pairs is cached for a day.
        clock.advance(Duration.ofDays(2));
        today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        binance.list("BITUSDT", "bitcoin", LISTED, BigDecimal.ONE);
        binance.list("ETHUSDT", "ethereum", LISTED, BigDecimal.ONE);
    }

    @AfterEach
    void hide() {
        third.hide();
    }

    @Test
    void everyDaySince2019IsStoredOnThePublicPlanWithOneCallAndThree() {
        var report = crawl("bitcoin", SINCE, today.minusDays(1));

        assertEquals(RunState.SUCCEEDED, report.state(), report.error());
        var days = (int) SINCE.datesUntil(today).count();
        assertTrue(days > 2_800, days + " days");
        assertEquals(days, report.daysStored());
        assertEquals(days, report.daysWanted());
        assertEquals(0, report.daysUnavailable());
        assertEquals(1, coinGecko.calls().size());
        assertEquals(3, binance.candles().size());
        assertEquals(1 + 3, report.calls());
        stored.assertTruth("bitcoin", today.minusDays(364), today.minusDays(1));
        assertEquals(days, service.count("daily_price"));
        assertFromBinance("bitcoin", SINCE);
        assertFromBinance("bitcoin", LocalDate.of(2020, 2, 29));
        assertFromBinance("bitcoin", LocalDate.of(2021, 1, 1));
        assertFromBinance("bitcoin", today.minusDays(365));
        var other = service.query("SELECT market_cap, volume FROM daily_price WHERE day = $1", SINCE);
        assertNull(other.get(0).getBigDecimal("market_cap"));
        assertNull(other.get(0).getBigDecimal("volume"), "one exchange's is not the coin's");
    }

    @Test
    void aSecondCrawlAsksForNothing() {
        crawl("bitcoin", SINCE, today.minusDays(1));
        var calls = coinGecko.calls().size() + binance.calls().size();

        assertEquals(0, crawl("bitcoin", SINCE, today.minusDays(1)).daysWanted());

        assertEquals(calls, coinGecko.calls().size() + binance.calls().size());
    }

    @Test
    void everythingIsAsFarAsTheFirstFeedShowsUnlessConfiguredOtherwise() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(List.of(), binance.calls());
        assertEquals(2 * 364, service.count("daily_price"));
    }

    @Test
    void daysBeforeTheListingAreNeitherAskedForWindowByWindowNorAgain() {
        binance.list("BITUSDT", "bitcoin", LocalDate.of(2024, 6, 10), BigDecimal.ONE);

        var report = crawl("bitcoin", LocalDate.of(2012, 1, 1), today.minusDays(1));

        assertEquals(
                2, binance.candles().size(), "the listing is in the newest window but one, before which nothing is");
        assertEquals(
                LocalDate.of(2012, 1, 1).datesUntil(LocalDate.of(2024, 6, 11)).count(), report.daysUnavailable());
        assertEquals(report.daysWanted(), report.daysStored() + report.daysUnavailable());
        crawl("bitcoin", LocalDate.of(2012, 1, 1), today.minusDays(1));
        assertEquals(2, binance.candles().size());
    }

    @Test
    void aPairOfAnotherAssetWithTheSameSymbolIsRefusedAndNotAskedForAgain() {
        binance.list("BITUSDT", "bitcoin", LISTED, new BigDecimal("1.2"));

        var report = crawl("bitcoin", SINCE, today.minusDays(1));
        crawl("bitcoin", SINCE, today.minusDays(1));

        assertEquals(1, binance.candles().size());
        assertEquals(0, service.count("daily_price WHERE source = 'binance'"));
        assertEquals(364, report.daysStored());
        assertEquals(report.daysWanted() - 364, report.daysUnavailable());
        assertEquals(RunState.SUCCEEDED, report.state());
    }

    @Test
    void withoutADayInCommonNothingIsTakenUnseen() {
        crawl("bitcoin", LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 31));
        assertEquals(0, service.count("daily_price"), "nothing to compare with is stored");

        crawl("bitcoin", today.minusDays(10), today.minusDays(1));
        crawl("bitcoin", LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 31));

        assertEquals(31, service.count("daily_price WHERE source = 'binance'"));
    }

    @Test
    void aFeedThatIsDownForLongIsStoodInForAndPutsItRightWhenItIsBack() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        clock.advance(Duration.ofDays(1));
        List.of("bitcoin", "ethereum").forEach(coinGecko::breakFor);

        var first =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertEquals(RunState.FAILED, first.state());
        assertEquals(List.of(), binance.calls(), "down, but not for long");

        clock.advance(Duration.ofHours(7));
        var second =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertEquals(RunState.SUCCEEDED, second.state(), second.error());
        assertFromBinance("bitcoin", today);
        assertFromBinance("ethereum", today);

        coinGecko.reset();
        coinGecko.follow(clock);
        service.reopen();
        var third =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertEquals(2, third.daysStored());
        stored.assertTruth("bitcoin", today.minusDays(364), today);
        assertEquals(0, service.count("daily_price WHERE source = 'binance'"));
    }

    @Test
    void aPauseOfDaysIsNotWaitedForWhereAnotherFeedServes() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        clock.advance(Duration.ofDays(1));
        coinGecko.fail(429, Map.of(), "{\"status\":{\"error_code\":10006,\"error_message\":\"Credits spent\"}}");

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.SUCCEEDED, report.state(), report.error());
        assertFromBinance("bitcoin", today);
    }

    @Test
    void a451SwitchesItOffAndIsNoFailure() {
        binance.fail(451, Map.of(), "{\"code\":0,\"msg\":\"Service unavailable from a restricted location\"}");
        binance.fail(451, Map.of(), "");

        var report = crawl("bitcoin", SINCE, today.minusDays(1));

        assertEquals(RunState.SUCCEEDED, report.state(), report.error());
        assertEquals(364, report.daysStored());
        var calls = binance.calls().size();
        assertTrue(calls <= 1, calls + " calls");
        crawl("ethereum", SINCE, today.minusDays(1));
        assertEquals(calls, binance.calls().size());
    }

    @Test
    void aPauseThatItAsksForIsKept() {
        crawl("bitcoin", today.minusDays(10), today.minusDays(1));
        var before = clock.instant();
        binance.fail(418, Map.of("Retry-After", "100"), "{\"code\":-1003,\"msg\":\"Way too many requests\"}");

        crawl("bitcoin", SINCE, today.minusDays(400));

        assertFromBinance("bitcoin", SINCE);
        assertFalse(clock.instant().isBefore(before.plusSeconds(100)));
    }

    @Test
    void itWaitsForTheNextMinuteWhenOthersHaveUsedTheWeightOfTheAddress() {
        crawl("bitcoin", today.minusDays(10), today.minusDays(1));
        binance.use(5_900);
        var before = clock.instant();

        crawl("bitcoin", SINCE, today.minusDays(400));

        assertTrue(Duration.between(before, clock.instant()).compareTo(Duration.ofMinutes(1)) > 0);
    }

    @Test
    void theCloseOfADayIsThePriceOfTheNextAndAnOpenCandleIsNone() {
        var points = feed.dailyPrices(coin("bitcoin"), today, today.plusDays(1), new Nobody());

        assertEquals(List.of(new DailyPoint(today, BinanceStandIn.price("bitcoin", today), null, null)), points);
    }

    @Test
    void aFurtherFeedIsAClassAndItsName() {
        binance.list("BITUSDT", "bitcoin", LocalDate.of(2025, 8, 31), BigDecimal.ONE);
        var price = CoinGeckoStandIn.price("bitcoin", LocalDate.of(2025, 9, 7));
        third.show(LocalDate.of(2025, 8, 1), price);

        var report = crawl("bitcoin", LocalDate.of(2025, 7, 31), today.minusDays(1));

        var sources = service.query(
                "SELECT source::text AS source, min(day) AS first FROM daily_price GROUP BY source ORDER BY source");
        assertEquals(
                List.of("binance", "coingecko"),
                sources.stream()
                        .map(row -> row.getString("source"))
                        .filter(source -> !source.equals("third"))
                        .sorted()
                        .toList());
        assertEquals(
                List.of("sample", "markets", "third", "binance", "import", "coingecko"),
                service.query("SELECT unnest(enum_range(NULL::price_source))::text AS source").stream()
                        .map(row -> row.getString("source"))
                        .toList());
        assertEquals(1, report.daysUnavailable(), "July 31 has nobody");
        assertEquals(31, service.count("daily_price WHERE source = 'third' AND day < '2025-09-01'"));
    }

    @Test
    void noBytesOfOneCoinEndTheRunOfTheOthers() {
        var random = new Random(7);
        for (int answer = 0; answer < OddBodies.TRIED; answer++) {
            start();
            var status = OddBodies.status(random);
            binance.answerFor("BITUSDT", status == 451 ? 500 : status, OddBodies.type(random), OddBodies.body(random));
            crawler.crawl(
                            new CrawlRequest(
                                    List.of("bitcoin", "ethereum"),
                                    today.minusDays(380),
                                    today.minusDays(1),
                                    CrawlMode.RANGE),
                            "test",
                            progress -> {})
                    .orElseThrow();
            assertFromBinance("ethereum", today.minusDays(380));
            stored.assertTruth("bitcoin", today.minusDays(364), today.minusDays(1));
        }
    }

    private CrawlReport crawl(String coin, LocalDate from, LocalDate to) {
        return crawler.crawl(new CrawlRequest(List.of(coin), from, to, CrawlMode.RANGE), "test", progress -> {})
                .orElseThrow();
    }

    private void assertFromBinance(String coin, LocalDate day) {
        var rows = service.query(
                "SELECT price FROM daily_price WHERE coin = $1 AND day = $2 AND source = 'binance'", coin, day);
        assertEquals(1, rows.size(), day::toString);
        assertEquals(BinanceStandIn.price(coin, day), rows.get(0).getBigDecimal("price"));
    }

    private static FeedCoin coin(String id) {
        return new FeedCoin() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Optional<String> symbol() {
                return Optional.of(id.substring(0, 3));
            }
        };
    }

    private static final class Nobody implements Caller {
        @Override
        public void calling() {}

        @Override
        public boolean hasGone() {
            return false;
        }
    }
}
