package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.CoinGeckoStandIn;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is there, and what is known not to be had, is not asked for. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class CrawlMemoryTest {

    private static final LocalDate TODAY = LocalDate.ofInstant(SettableClock.START, ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);
    private static final LocalDate FIRST_SHOWN = TODAY.minusDays(364);

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
        service.reset("bitcoin");
        coinGecko.reset();
        coinGecko.follow(clock);
    }

    @Test
    void holesInTheMiddleAreFetchedWithTheShortestWindow() {
        crawler.crawl();
        service.query("DELETE FROM daily_price WHERE day IN ('2026-05-03', '2026-05-20', '2026-05-21')");

        var report = crawler.crawl();

        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        assertEquals(2, coinGecko.calls().size());
        assertAsked(1, "2026-05-03", "2026-05-21");
        assertEquals(3, report.daysWanted());
        assertEquals(3, report.daysStored());
    }

    @Test
    void afterAKillOnlyTheDaysOfTheAnswerUnderWayAreAskedForAgain() {
        var request = new CrawlRequest(List.of(), LocalDate.of(2026, 11, 11), null, CrawlMode.HISTORY);
        crawler.run(
                new CrawlRequest(List.of(), request.from(), LocalDate.of(2026, 11, 15), CrawlMode.HISTORY), r -> {});
        // What a killed process leaves behind.
        service.query("UPDATE crawl_run SET state = 'running', ended_at = NULL");
        service.query("UPDATE crawl_run_coin SET state = 'running'");

        var report = crawler.run(request, progress -> {});

        assertEquals(7, report.daysWanted());
        assertEquals(5 + 7, coinGecko.calls().size());
        var killed = service.query("SELECT state::text AS state, error, ended_at FROM crawl_run ORDER BY id")
                .get(0);
        assertEquals("failed", killed.getString("state"));
        assertEquals("The service ended", killed.getString("error"));
        assertEquals(0, service.count("crawl_run_coin WHERE state = 'running'"));
    }

    @Test
    void daysBeforeTheListingAreRememberedForEver() {
        var listing = TODAY.minusDays(100);
        FIRST_SHOWN.datesUntil(listing).forEach(day -> coinGecko.leaveOut("bitcoin", day));

        var report = crawler.crawl();
        clock.advance(Duration.ofDays(30));
        crawler.crawl();

        assertEquals(264, report.daysUnavailable());
        assertEquals(2, coinGecko.calls().size());
        assertAsked(1, TODAY.toString(), YESTERDAY.plusDays(30).toString());
        stored.assertTruth("bitcoin", listing, YESTERDAY.plusDays(30));
    }

    @Test
    void anAbsentDayIsAskedForAgainAfterAWeek() {
        var gap = LocalDate.of(2026, 5, 3);
        coinGecko.leaveOut("bitcoin", gap);
        assertEquals(1, crawler.crawl().daysUnavailable());

        clock.advance(Duration.ofDays(1));
        crawler.crawl();
        assertAsked(1, TODAY.toString(), TODAY.toString());

        clock.advance(Duration.ofDays(7));
        coinGecko.reset();
        coinGecko.follow(clock);
        crawler.crawl();
        assertAsked(0, gap.toString(), YESTERDAY.plusDays(8).toString());
        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY.plusDays(8));
    }

    @Test
    void aCoinWithoutAnyPriceIsAskedForOnceAWeekAndNotForEver() {
        FIRST_SHOWN.datesUntil(TODAY.plusDays(10)).forEach(day -> coinGecko.leaveOut("bitcoin", day));

        crawler.crawl();
        clock.advance(Duration.ofDays(1));
        crawler.crawl();

        assertEquals(2, coinGecko.calls().size());
        assertAsked(1, YESTERDAY.minusDays(1).toString(), TODAY.toString());
    }

    @Test
    void yesterdayIsNeverTakenForAbsent() {
        coinGecko.leaveOut("bitcoin", YESTERDAY);
        coinGecko.leaveOut("bitcoin", YESTERDAY.minusDays(1));
        crawler.crawl();
        coinGecko.reset();

        crawler.crawl();

        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        assertAsked(0, YESTERDAY.minusDays(1).toString(), YESTERDAY.toString());
    }

    @Test
    void aCorrectionIsCountedAndTheFormerFigureKept() {
        var corrected = LocalDate.of(2026, 5, 10);
        crawler.crawl();
        service.query("DELETE FROM daily_price WHERE day IN ('2026-05-03', '2026-05-20')");
        coinGecko.correct("bitcoin", corrected, new BigDecimal("0.000000000001"));

        var report = crawler.crawl();

        assertEquals(1, report.daysCorrected());
        assertEquals(3, report.daysStored());
        var former = service.query("SELECT day, price, market_cap FROM price_correction");
        assertEquals(1, former.size());
        assertEquals(corrected, former.get(0).getLocalDate("day"));
        assertEquals(CoinGeckoStandIn.price("bitcoin", corrected), former.get(0).getBigDecimal("price"));
        var now = service.query("SELECT price FROM daily_price WHERE day = $1", corrected);
        assertEquals(new BigDecimal("0.000000000001"), now.get(0).getBigDecimal("price"));
    }

    @Test
    void aSecondPassOverTheSameFiguresIsNoCorrection() {
        crawler.crawl();
        service.query("DELETE FROM daily_price WHERE day IN ('2026-05-03', '2026-05-20')");

        assertEquals(0, crawler.crawl().daysCorrected());
        assertEquals(0, service.count("price_correction"));
    }

    @Test
    void modeHistoryKeepsWholeDocumentsAndTakesThePriceFromThem() {
        crawler.crawl();
        var day = LocalDate.of(2026, 11, 20);
        coinGecko.correct("bitcoin", day, new BigDecimal("1234.5678901234567890123"));

        var report = crawler.run(history(day), progress -> {});

        assertEquals(3, report.daysWanted());
        assertEquals(3, report.calls());
        assertEquals(1, report.daysCorrected());
        var document = service.query("""
                SELECT document #>> '{market_data,current_price,usd}' AS price, document ->> 'name' AS name,
                       document #>> '{market_data,current_price,eur}' AS eur
                FROM price_document WHERE day = $1""", day).get(0);
        assertEquals("1234.5678901234567890123", document.getString("price"));
        assertEquals("1", document.getString("eur"));
        assertEquals("The  one", document.getString("name"), "what jsonb cannot hold is left out");
        var price = service.query("SELECT price FROM daily_price WHERE day = $1", day);
        assertEquals(new BigDecimal("1234.5678901234567890123"), price.get(0).getBigDecimal("price"));
        coinGecko.reset();
        assertEquals(0, crawler.run(history(day), progress -> {}).daysWanted());
    }

    @Test
    void aDayWithoutADocumentIsRememberedAsAbsent() {
        var day = LocalDate.of(2026, 11, 10);
        coinGecko.leaveOut("bitcoin", day);
        var first = crawler.run(history(day), progress -> {});
        coinGecko.reset();

        var second = crawler.run(history(day), progress -> {});

        assertEquals(1, first.daysUnavailable());
        assertEquals(12, first.daysStored());
        assertEquals(0, second.daysWanted());
        assertEquals(12, service.count("price_document"));
    }

    @Test
    void ofDocumentsOlderThanThePlanShowsOnlyTheFirstRefusalsAreCalls() {
        coinGecko.show(11);

        var report = crawler.run(history(YESTERDAY.minusDays(99)), progress -> {});

        assertEquals(100, report.daysWanted());
        assertEquals(10, report.daysStored());
        assertEquals(90, report.daysUnavailable());
        assertTrue(report.calls() < 10 + 1 + 4, report.calls() + " calls, four at a time");
    }

    private static CrawlRequest history(LocalDate from) {
        return new CrawlRequest(List.of("bitcoin"), from, null, CrawlMode.HISTORY);
    }

    private void assertAsked(int call, String from, String to) {
        var start = LocalDate.parse(from).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        var end = LocalDate.parse(to).atTime(1, 0).toEpochSecond(ZoneOffset.UTC);
        var query = coinGecko.calls().get(call).getQuery();
        assertTrue(query.endsWith("from=" + start + "&to=" + end), query);
    }
}
