package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.runs.Runs;
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
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crawl does not request days that are stored or known to be unavailable. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class CrawlMemoryTest {

    private static final LocalDate TODAY = LocalDate.ofInstant(SettableClock.START, ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);
    private static final LocalDate FIRST_SHOWN = TODAY.minusDays(364);

    @Inject
    Crawler crawler;

    @Inject
    Runs runs;

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
        coinGecko.follow(clock);
    }

    @Test
    void holesInTheMiddleAreFetchedWithTheShortestWindow() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        service.query("DELETE FROM daily_price WHERE day IN ('2026-05-03', '2026-05-20', '2026-05-21')");

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        assertEquals(2, coinGecko.calls().size());
        assertAsked(1, "2026-05-03", "2026-05-21");
        assertEquals(3, report.daysWanted());
        assertEquals(3, report.daysStored());
    }

    @Test
    void whatAKilledProcessWasAtIsGoneOnWithAndOnlyWhatIsMissingIsAskedFor() {
        crawler.crawl(history(TODAY.minusDays(8)), "test", r -> {}).orElseThrow();
        service.query("DELETE FROM daily_price WHERE day >= '2026-11-20'");
        service.query("DELETE FROM price_document WHERE day >= '2026-11-20'");
        leftRunning();

        service.work();

        assertEquals(8 + 3, coinGecko.calls().size());
        var run = service.query("SELECT state::text AS state, takeovers, error, member FROM crawl_run")
                .get(0);
        assertEquals("succeeded", run.getString("state"));
        assertEquals(1, run.getInteger("takeovers"));
        assertNull(run.getUUID("member"));
        assertEquals(
                1, service.count("crawl_run_coin WHERE state = 'succeeded' AND days_stored = 8 + 3 AND calls = 8 + 3"));
    }

    @Test
    void whatAKilledProcessHadDoneButForTheLastWordIsClosed() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        leftRunning();

        service.work();

        assertEquals(1, coinGecko.calls().size());
        assertEquals(1, service.count("crawl_run WHERE state = 'succeeded'"));
        assertEquals(1, service.count("crawl_run_coin WHERE state = 'succeeded' AND days_stored = 364"));
    }

    @Test
    void aRunThatBringsDownOneProcessAfterTheOtherIsGivenUpUnlessItGetsOn() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        for (int death = 1; death <= 5; death++) {
            service.query("DELETE FROM daily_price WHERE day = '2026-11-22'");
            leftRunning();
            service.work();
            assertEquals(1, service.count("crawl_run WHERE state = 'succeeded'"), "what gets on may die at any time");
        }
        leftRunning();
        service.query("UPDATE run SET deaths = 2 WHERE state = 'running'");

        service.work();

        var run = service.query("SELECT state::text AS state, error FROM crawl_run")
                .get(0);
        assertEquals("failed", run.getString("state"));
        assertEquals("The process executing it died 3 times without progress", run.getString("error"));
    }

    @Test
    void aRunOfAnotherProcessThatLivesIsLeftAloneAndNoOtherBeginsMeanwhile() {
        var other = UUID.randomUUID();
        service.join(other);
        service.addRun("crawl", null, "running", "{\"mode\": \"range\"}", "test", other);

        assertEquals(Optional.empty(), crawler.crawl(CrawlRequest.everything(), "test", progress -> {}));
        runs.request(CrawlRequest.everything().run("test"));
        service.awaitRequestedWork();
        assertEquals(0, coinGecko.calls().size());

        service.leave(other);
        service.work();
        assertEquals(1, coinGecko.calls().size());
        assertEquals(2, service.count("crawl_run WHERE state = 'succeeded'"));
    }

    @Test
    void aRunThatAnotherProcessHasTakenOverMeanwhileIsLeftToItAsItStands() {
        var other = UUID.randomUUID();
        service.join(other);
        coinGecko.beforeAnswer(() -> service.query("UPDATE run SET member = $1, attempt = attempt + 1", other));

        crawler.crawl(history(TODAY.minusDays(8)), "test", r -> {}).orElseThrow();

        assertTrue(coinGecko.calls().size() <= 4, "no worker asks for a second day");
        var run = service.query("SELECT state::text AS state, member, ended_at FROM crawl_run")
                .get(0);
        assertEquals("running", run.getString("state"));
        assertEquals(other, run.getUUID("member"));
        assertEquals(0, service.count("crawl_run_coin WHERE calls > 0"), "what it reports afterwards changes nothing");
        service.leave(other);
    }

    @Test
    void aDueTimeThatComesToAllReplicasIsOneRequest() {
        var due = SettableClock.START;

        for (int replica = 0; replica < 3; replica++) {
            runs.requestOnce("CRAWL", due, CrawlRequest.everything().run("test"));
            service.awaitRequestedWork();
        }
        assertEquals(1, service.count("crawl_run"));

        runs.requestOnce("CRAWL", due.plusSeconds(1), CrawlRequest.everything().run("test"));
        assertEquals(2, service.count("crawl_run"));
    }

    /** The state that a killed process leaves behind. */
    private void leftRunning() {
        service.query(
                "UPDATE run SET state = 'running', ended_at = NULL, member = $1 WHERE kind = 'crawl'",
                UUID.randomUUID());
        service.query("UPDATE crawl_run_coin SET state = 'running'");
    }

    @Test
    void daysBeforeTheListingAreRememberedForEver() {
        var listing = TODAY.minusDays(100);
        FIRST_SHOWN.datesUntil(listing).forEach(day -> coinGecko.leaveOut("bitcoin", day));

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        clock.advance(Duration.ofDays(30));
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(264, report.daysUnavailable());
        assertEquals(2, coinGecko.calls().size());
        assertAsked(1, TODAY.toString(), YESTERDAY.plusDays(30).toString());
        stored.assertTruth("bitcoin", listing, YESTERDAY.plusDays(30));
    }

    @Test
    void anAbsentDayIsAskedForAgainAfterAWeek() {
        var gap = LocalDate.of(2026, 5, 3);
        coinGecko.leaveOut("bitcoin", gap);
        assertEquals(
                1,
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .daysUnavailable());

        clock.advance(Duration.ofDays(1));
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertAsked(1, TODAY.toString(), TODAY.toString());

        clock.advance(Duration.ofDays(7));
        coinGecko.reset();
        coinGecko.follow(clock);
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertAsked(0, gap.toString(), YESTERDAY.plusDays(8).toString());
        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY.plusDays(8));
    }

    @Test
    void aCoinWithoutAnyPriceIsAskedForOnceAWeekAndNotForEver() {
        FIRST_SHOWN.datesUntil(TODAY.plusDays(10)).forEach(day -> coinGecko.leaveOut("bitcoin", day));

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        clock.advance(Duration.ofDays(1));
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(2, coinGecko.calls().size());
        assertAsked(1, YESTERDAY.minusDays(1).toString(), TODAY.toString());
    }

    @Test
    void yesterdayIsNeverTakenForAbsent() {
        coinGecko.leaveOut("bitcoin", YESTERDAY);
        coinGecko.leaveOut("bitcoin", YESTERDAY.minusDays(1));
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        coinGecko.reset();

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        assertAsked(0, YESTERDAY.minusDays(1).toString(), YESTERDAY.toString());
    }

    @Test
    void aCorrectionIsCountedAndTheFormerFigureKept() {
        var corrected = LocalDate.of(2026, 5, 10);
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        service.query("DELETE FROM daily_price WHERE day IN ('2026-05-03', '2026-05-20')");
        coinGecko.correct("bitcoin", corrected, new BigDecimal("0.000000000001"));

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

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
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        service.query("DELETE FROM daily_price WHERE day IN ('2026-05-03', '2026-05-20')");

        assertEquals(
                0,
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .daysCorrected());
        assertEquals(0, service.count("price_correction"));
    }

    @Test
    void modeHistoryKeepsWholeDocumentsAndTakesThePriceFromThem() {
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        var day = LocalDate.of(2026, 11, 20);
        coinGecko.correct("bitcoin", day, new BigDecimal("1234.5678901234567890123"));

        var report = crawler.crawl(history(day), "test", progress -> {}).orElseThrow();

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
        assertEquals(
                0,
                crawler.crawl(history(day), "test", progress -> {})
                        .orElseThrow()
                        .daysWanted());
    }

    @Test
    void aDayWithoutADocumentIsRememberedAsAbsent() {
        var day = LocalDate.of(2026, 11, 10);
        coinGecko.leaveOut("bitcoin", day);
        var first = crawler.crawl(history(day), "test", progress -> {}).orElseThrow();
        coinGecko.reset();

        var second = crawler.crawl(history(day), "test", progress -> {}).orElseThrow();

        assertEquals(1, first.daysUnavailable());
        assertEquals(12, first.daysStored());
        assertEquals(0, second.daysWanted());
        assertEquals(12, service.count("price_document"));
    }

    @Test
    void ofDocumentsOlderThanThePlanShowsOnlyTheFirstRefusalsAreCalls() {
        coinGecko.show(11);

        var report = crawler.crawl(history(YESTERDAY.minusDays(99)), "test", progress -> {})
                .orElseThrow();

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
