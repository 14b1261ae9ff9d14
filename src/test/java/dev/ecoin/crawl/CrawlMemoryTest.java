package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.UUID;
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
    void whatAKilledProcessWasAtIsGoneOnWithAndOnlyWhatIsMissingIsAskedFor() {
        crawler.run(history(TODAY.minusDays(8)), r -> {});
        service.query("DELETE FROM daily_price WHERE day >= '2026-11-20'");
        service.query("DELETE FROM price_document WHERE day >= '2026-11-20'");
        leftRunning();

        assertTrue(crawler.isAnyDue());
        assertTrue(crawler.runDue());

        assertEquals(8 + 3, coinGecko.calls().size());
        var run = service.query("SELECT state::text AS state, takeovers, error, member FROM crawl_run")
                .get(0);
        assertEquals("succeeded", run.getString("state"));
        assertEquals(1, run.getInteger("takeovers"));
        assertNull(run.getUUID("member"));
        assertEquals(
                1, service.count("crawl_run_coin WHERE state = 'succeeded' AND days_stored = 8 + 3 AND calls = 8 + 3"));
        assertFalse(crawler.isAnyDue());
    }

    @Test
    void whatAKilledProcessHadDoneButForTheLastWordIsClosed() {
        crawler.crawl();
        leftRunning();

        crawler.crawl();

        assertEquals(1, coinGecko.calls().size());
        assertEquals(1, service.count("crawl_run WHERE state = 'succeeded'"));
        assertEquals(1, service.count("crawl_run_coin WHERE state = 'succeeded' AND days_stored = 364"));
    }

    @Test
    void aRunThatBringsDownOneProcessAfterTheOtherIsGivenUp() {
        crawler.crawl();
        for (int takeover = 1; takeover <= 5; takeover++) {
            leftRunning();
            assertTrue(crawler.runDue());
        }
        leftRunning();

        assertFalse(crawler.runDue());

        var run = service.query("SELECT state::text AS state, error FROM crawl_run")
                .get(0);
        assertEquals("failed", run.getString("state"));
        assertEquals("The service or its database went away in the middle of it 6 times", run.getString("error"));
        assertEquals(0, service.count("crawl_run_coin WHERE state = 'running'"));
    }

    @Test
    void aRunOfAnotherProcessThatLivesIsLeftAloneAndNoOtherBeginsMeanwhile() {
        var other = UUID.randomUUID();
        service.join(other);
        service.query(
                "INSERT INTO crawl_run (state, mode, requested_at, member) VALUES ('running', 'range', now(), $1)",
                other);

        assertFalse(crawler.isAnyDue());
        assertThrows(CrawlUnderWay.class, crawler::crawl);
        crawler.request();
        assertFalse(crawler.runDue());
        assertEquals(0, coinGecko.calls().size());

        service.leave(other);
        assertTrue(crawler.runDue());
        assertEquals(1, coinGecko.calls().size());
        assertEquals(2, service.count("crawl_run WHERE state = 'succeeded'"));
    }

    @Test
    void aRunThatAnotherProcessHasTakenOverMeanwhileIsLeftToItAsItStands() {
        var other = UUID.randomUUID();
        coinGecko.beforeAnswer(() -> service.query("UPDATE crawl_run SET member = $1", other));

        crawler.run(history(TODAY.minusDays(8)), r -> {});

        assertTrue(coinGecko.calls().size() <= 4, "no worker asks for a second day");
        var run = service.query("SELECT state::text AS state, member, ended_at FROM crawl_run")
                .get(0);
        assertEquals("running", run.getString("state"));
        assertEquals(other, run.getUUID("member"));
        assertEquals(0, service.count("crawl_run_coin WHERE calls > 0"), "what it reports afterwards changes nothing");
    }

    @Test
    void aDueTimeThatComesToAllReplicasIsOneRequest() {
        var due = SettableClock.START;

        crawler.request(due);
        crawler.runDue();
        crawler.request(due);
        assertFalse(crawler.isAnyDue());

        crawler.request(due.plusSeconds(1));
        assertTrue(crawler.isAnyDue());
    }

    /** What a killed process leaves behind. */
    private void leftRunning() {
        service.query("UPDATE crawl_run SET state = 'running', ended_at = NULL, member = $1", UUID.randomUUID());
        service.query("UPDATE crawl_run_coin SET state = 'running'");
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
