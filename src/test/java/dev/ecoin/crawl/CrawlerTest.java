package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.RunState;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.StoredPrices;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class CrawlerTest {

    private static final LocalDate TODAY = LocalDate.ofInstant(SettableClock.START, ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);
    private static final LocalDate FIRST_SHOWN = TODAY.minusDays(364);
    private static final Map<String, String> NO_HEADERS = Map.of();

    @Inject
    Crawler crawler;

    @Inject
    StoredPrices stored;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @Test
    void aNewCoinGetsEveryDayThatThePlanShowsUpToYesterdayWithOneCall() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertStoredDaysAreTheTruth("bitcoin", FIRST_SHOWN);
        assertEquals(1, coinGecko.calls().size());
        var run = service.query("SELECT * FROM crawl_run").get(0);
        assertEquals("succeeded", run.getString("state"));
        assertNull(run.getString("error"));
        var coin = service.query("SELECT * FROM crawl_run_coin").get(0);
        assertEquals(364, coin.getInteger("days_wanted"));
        assertEquals(364, coin.getInteger("days_stored"));
        assertEquals(1, coin.getInteger("calls"));
        assertEquals(FIRST_SHOWN, coin.getLocalDate("first_day"));
        assertEquals(YESTERDAY, coin.getLocalDate("last_day"));
    }

    @Test
    void aSecondCrawlOnTheSameDayAsksForNothing() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        coinGecko.reset();

        var again =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(List.of(), coinGecko.calls());
        assertEquals(RunState.SUCCEEDED, again.state());
        assertEquals(List.of(), again.coins());
    }

    @Test
    void holesAreFetchedWithOneCallPerYearAndWhatItReturnsBesidesReplacesSamplesOnly() {
        service.storeWalk("bitcoin", YESTERDAY.minusDays(10), 50, PriceSource.SAMPLE);

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertStoredDaysAreTheTruth("bitcoin", FIRST_SHOWN);
        assertEquals(1, coinGecko.calls().size());
        assertEquals(364 - 50, report.daysWanted());
        assertEquals(364, report.daysStored());
    }

    @Test
    void daysBeforeThoseThatThePlanShowsAreKept() {
        var walk = service.storeWalk("bitcoin", YESTERDAY.minusDays(10), 500, PriceSource.SAMPLE);

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertStoredDaysAreTheTruth("bitcoin", YESTERDAY.minusDays(9));
        var samples = service.query("SELECT day, price FROM daily_price WHERE source = 'sample' ORDER BY day");
        assertEquals(walk.size(), samples.size());
        assertEquals(walk.get(0).price(), samples.get(0).getBigDecimal("price"));
        assertEquals(1, coinGecko.calls().size());
    }

    @Test
    void a429IsWaitedOutAndTheCallRepeated() {
        coinGecko.fail(429, Map.of("Retry-After", "119"), "{\"status\":{\"error_code\":429}}");

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertStoredDaysAreTheTruth("bitcoin", FIRST_SHOWN);
        assertEquals(2, coinGecko.calls().size());
        assertTrue(Duration.between(SettableClock.START, clock.instant()).compareTo(Duration.ofSeconds(119)) >= 0);
    }

    @Test
    void aPauseLongerThanAllowedEndsTheRun() {
        coinGecko.fail(429, Map.of("Retry-After", "3600"), "{\"status\":{\"error_code\":429}}");

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.PAUSED, report.state());
        assertEquals(SettableClock.START.plus(Duration.ofHours(1)), report.pausedUntil());
        assertTrue(report.error().contains("3600 s"), report.error());
        assertEquals(1, coinGecko.calls().size());
        assertTrue(clock.instant().isBefore(SettableClock.START.plus(Duration.ofHours(1))), "nobody waited an hour");
    }

    @Test
    void transientFaultsAreRetriedUntilTheTruthIsStored() {
        coinGecko.fail(503, NO_HEADERS, "<html>Service Unavailable</html>");
        coinGecko.fail(200, Map.of("Content-Type", "text/html"), "<html>Just a moment...</html>");
        coinGecko.failWithReset();

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertStoredDaysAreTheTruth("bitcoin", FIRST_SHOWN);
        assertEquals(4, coinGecko.calls().size());
    }

    @Test
    void aDeadCoinGeckoEndsTheRunRecordsItAndChangesNothing() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", YESTERDAY.minusDays(5), 30, PriceSource.SAMPLE);
        coinGecko.breakFor("bitcoin");
        coinGecko.breakFor("ethereum");

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(8, coinGecko.calls().size(), "a call and three repetitions for either coin");
        assertEquals(30, service.count("daily_price"));
        var run = service.query("SELECT * FROM crawl_run").get(0);
        assertEquals("failed", run.getString("state"));
        assertTrue(run.getString("error").contains("status 500"), run.getString("error"));
    }

    @Test
    void aCoinThatCoinGeckoFailsAtIsPassedOverAndTheOthersAreCrawled() {
        service.reset("bitcoin", "ethereum");
        coinGecko.breakFor("ethereum");

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.FAILED, report.state());
        assertStoredDaysAreTheTruth("bitcoin", FIRST_SHOWN);
        assertTrue(report.error().startsWith("CoinGecko answered ethereum"), report.error());
        assertEquals(5, report.calls());
        assertEquals(3, report.retries());
    }

    @Test
    void theCircuitBreakerSparesAHostThatFailsRepeatedly() {
        service.reset("bitcoin", "ethereum", "solana");
        List.of("bitcoin", "ethereum", "solana").forEach(coinGecko::breakFor);

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        var calls = coinGecko.calls().size();
        assertTrue(calls >= 8 && calls < 8 + 3, calls + " calls: eight open the breaker, with others under way");
        assertEquals(calls, report.calls(), "what the breaker spares is no call");
        assertTrue(report.error().contains("left alone"), report.error());
        assertEquals(0, service.count("daily_price"));
    }

    @Test
    void anUnknownCoinIsPassedOverAndTheOthersAreCrawled() {
        service.reset("aaa-no-such-coin", "bitcoin");

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(
                List.of(RunState.FAILED, RunState.SUCCEEDED),
                report.coins().stream().map(CoinCrawl::state).toList());
        assertEquals(2, coinGecko.calls().size(), "what CoinGecko does not know is not asked for again");
        assertStoredDaysAreTheTruth("bitcoin", FIRST_SHOWN);
        var errors = service.query("SELECT coin, error FROM crawl_run_coin WHERE state = 'failed'");
        assertEquals("aaa-no-such-coin", errors.get(0).getString("coin"));
        assertTrue(errors.get(0).getString("error").contains("coin not found"));
        assertEquals(364, report.daysUnavailable());
    }

    @Test
    void aConfigurationErrorEndsTheRunWithoutRepetition() {
        coinGecko.fail(400, NO_HEADERS, "{\"status\":{\"error_code\":10010,\"error_message\":\"wrong host\"}}");

        var error = crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                .orElseThrow()
                .error();

        assertEquals(1, coinGecko.calls().size());
        assertTrue(error.contains("ecoin.coingecko.plan"), error);
        assertFalse(
                service.query("SELECT 1 FROM crawl_run WHERE state = 'failed'").isEmpty());
    }

    @Test
    void callsOfSeveralCoinsAreSpaced() {
        service.reset("bitcoin", "ethereum", "solana");

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(3, coinGecko.calls().size());
        // The public plan allows ten calls a minute, so the third call is twelve seconds after the first.
        assertFalse(clock.instant().isBefore(SettableClock.START.plusSeconds(12)));
    }

    @Test
    void theCallNamesTheRangeInUtcSecondsAndNoKey() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(
                "/api/v3/coins/bitcoin/market_chart/range?vs_currency=usd&from="
                        + FIRST_SHOWN.atStartOfDay().toEpochSecond(ZoneOffset.UTC) + "&to="
                        + YESTERDAY.atTime(1, 0).toEpochSecond(ZoneOffset.UTC),
                coinGecko.calls().get(0).toString());
    }

    private void assertStoredDaysAreTheTruth(String coin, LocalDate first) {
        stored.assertTruth(coin, first, YESTERDAY);
    }
}
