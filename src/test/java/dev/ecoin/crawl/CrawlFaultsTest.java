package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ecoin.runs.RunState;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.StoredPrices;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** After each fault the stored days are correct, and no call was wasted. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class CrawlFaultsTest {

    private static final LocalDate TODAY = LocalDate.ofInstant(SettableClock.START, ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);
    private static final LocalDate FIRST_SHOWN = TODAY.minusDays(364);
    private static final Map<String, String> NO_HEADERS = Map.of();
    private static final String TOO_MANY = "{\"status\":{\"error_code\":429,\"error_message\":\"Too many calls\"}}";

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
    }

    @ParameterizedTest
    @MethodSource
    void aTransientFaultCostsOneCallMore(Consumer<CoinGeckoStandIn> fault, Duration wait) {
        fault.accept(coinGecko);

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.SUCCEEDED, report.state(), report.error());
        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        assertEquals(2, coinGecko.calls().size());
        assertEquals(2, report.calls());
        assertEquals(1, report.retries());
        var waited = Duration.between(SettableClock.START, clock.instant());
        assertTrue(waited.compareTo(wait) >= 0, waited::toString);
        assertTrue(waited.compareTo(wait.plusSeconds(7)) < 0, waited::toString);
    }

    static Stream<Arguments> aTransientFaultCostsOneCallMore() {
        return Stream.of(
                fault("429 after a second", 1, standIn -> standIn.fail(429, Map.of("Retry-After", "1"), TOO_MANY)),
                fault("429 after a minute", 60, standIn -> standIn.fail(429, Map.of("Retry-After", "60"), TOO_MANY)),
                fault("429 after 119 s", 119, standIn -> standIn.fail(429, Map.of("Retry-After", "119"), TOO_MANY)),
                fault("429 without Retry-After", 60, standIn -> standIn.fail(429, NO_HEADERS, TOO_MANY)),
                fault("429 of the CDN", 60, standIn -> standIn.fail(429, NO_HEADERS, "Throttled")),
                fault("500", 0, standIn -> standIn.fail(500, NO_HEADERS, "<html>Internal Server Error</html>")),
                fault("503", 0, standIn -> standIn.fail(503, NO_HEADERS, "{\"status\":{\"error_code\":503}}")),
                fault("408", 0, standIn -> standIn.fail(408, NO_HEADERS, "")),
                fault("403 with error 1020", 0, standIn -> standIn.fail(403, NO_HEADERS, "error code: 1020")),
                fault("reset mid-body", 0, CoinGeckoStandIn::failWithReset),
                fault("gigantic body", 0, CoinGeckoStandIn::failWithGiganticBody),
                fault("truncated JSON", 0, standIn -> standIn.fail(200, NO_HEADERS, "{\"prices\":[[1763942400000,")),
                fault("HTML with 200", 0, standIn -> standIn.fail(200, NO_HEADERS, "<html>Just a moment...</html>")),
                fault("wrong types", 0, standIn -> standIn.fail(200, NO_HEADERS, "{\"prices\":[[1,\"dear\"]]}")),
                fault("nothing but nulls", 0, standIn -> standIn.fail(200, NO_HEADERS, "{\"prices\":null}")),
                fault("empty body", 0, standIn -> standIn.fail(200, NO_HEADERS, "")));
    }

    private static Arguments fault(String name, int seconds, Consumer<CoinGeckoStandIn> fault) {
        return arguments(Named.of(name, fault), Duration.ofSeconds(seconds));
    }

    /** Both at the same time, because each lasts until the client's timeout. */
    @Test
    void aStallAndASlowDripCostOneCallMoreEach() {
        service.reset("bitcoin", "ethereum");
        coinGecko.failWithStall(false);
        coinGecko.failWithStall(true);

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.SUCCEEDED, report.state(), report.error());
        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        stored.assertTruth("ethereum", FIRST_SHOWN, YESTERDAY);
        assertEquals(4, coinGecko.calls().size());
        assertEquals(4, report.calls());
        assertEquals(2, report.retries());
        var waited = Duration.between(SettableClock.START, clock.instant());
        assertTrue(waited.compareTo(Duration.ofSeconds(3 * 7)) < 0, waited::toString);
    }

    @Test
    void hourlyPointsWhereDailyOnesWereAskedForGiveTheSameDays() {
        coinGecko.answerHourly();

        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        assertEquals(1, coinGecko.calls().size());
    }

    @Test
    void arraysOfDifferentLengthNullsAndALivePointLeaveExactlyTheDaysThatHaveAPrice() {
        var start = YESTERDAY.minusDays(4);
        long first = start.toEpochDay() * 86_400_000L;
        long day = 86_400_000L;
        coinGecko.fail(
                200,
                NO_HEADERS,
                "{\"prices\":[[%d,1.5],[%d,null],null,[],[%d,3.5],[%d,4.5],[%d,5.5],[%d,999]],"
                                .formatted(
                                        first,
                                        first + day,
                                        first + 2 * day,
                                        first + 3 * day,
                                        first + 4 * day,
                                        first + 5 * day + 36_000_000)
                        + "\"market_caps\":[[%d,30]],\"total_volumes\":[[%d,null],[%d,500]]}"
                                .formatted(first + 2 * day, first, first + 4 * day));

        var report = crawler.crawl(request(start, YESTERDAY, CrawlMode.RANGE), "test", progress -> {})
                .orElseThrow();

        var rows = service.query("SELECT day, price, market_cap, volume FROM daily_price ORDER BY day");
        assertEquals(
                List.of(start, start.plusDays(2), start.plusDays(3), start.plusDays(4)),
                rows.stream().map(row -> row.getLocalDate("day")).toList());
        assertEquals(new BigDecimal("3.5"), rows.get(1).getBigDecimal("price"));
        assertEquals(new BigDecimal("30"), rows.get(1).getBigDecimal("market_cap"));
        assertNull(rows.get(0).getBigDecimal("volume"));
        assertEquals(new BigDecimal("500"), rows.get(3).getBigDecimal("volume"));
        assertEquals(1, report.daysUnavailable());
        assertEquals(1, report.calls());
    }

    @Test
    void aPauseOfHoursIsKeptByWhoeverComesNextAndThenTheSameRunGoesOn() {
        service.reset("bitcoin", "ethereum");
        coinGecko.fail(429, Map.of("Retry-After", "7200"), TOO_MANY);
        var paused =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertEquals(RunState.PAUSED, paused.state());
        var calls = coinGecko.calls().size();

        clock.advance(Duration.ofMinutes(115));
        assertEquals(
                paused.id(),
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .id(),
                "a nightly run in the pause is no second one");
        assertEquals(calls, coinGecko.calls().size(), "nobody calls before the end of the pause");

        clock.advance(Duration.ofMinutes(5).plusSeconds(10));
        service.work();

        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        stored.assertTruth("ethereum", FIRST_SHOWN, YESTERDAY);
        assertEquals(
                0,
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .calls());
        assertEquals(
                2, service.count("crawl_run WHERE state = 'succeeded'"), "the resumed one, and one with nothing to do");
        assertEquals(3, coinGecko.calls().size(), "one that was refused, and one for either coin");
        var counted = service.query("SELECT sum(calls)::integer AS calls FROM crawl_run_coin");
        assertEquals(3, counted.get(0).getInteger("calls"));
    }

    @Test
    void aPauseLongerThanADayCountsAsADayAndIsReported() {
        coinGecko.fail(429, Map.of("Retry-After", "1000000"), TOO_MANY);

        var paused =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(SettableClock.START.plus(Duration.ofDays(1)), paused.pausedUntil());
        assertTrue(paused.error().contains("1000000 s, which counts as a day"), paused.error());
    }

    @ParameterizedTest
    @MethodSource
    void spentCreditsPauseUntilTheFirstOfTheMonth(int status) {
        coinGecko.fail(status, NO_HEADERS, "{\"status\":{\"error_code\":10006,\"error_message\":\"Credits spent\"}}");

        var paused =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.PAUSED, paused.state());
        assertEquals(Instant.parse("2026-12-01T00:00:00Z"), paused.pausedUntil());
        assertEquals(1, coinGecko.calls().size());
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertEquals(1, coinGecko.calls().size());
    }

    static Stream<Integer> spentCreditsPauseUntilTheFirstOfTheMonth() {
        return Stream.of(429, 200);
    }

    @Test
    void anUnknownCoinIsAskedForOnceUntilThePlanChanges() {
        service.reset("no-such-coin");

        var first =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        var second =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.FAILED, first.state());
        assertEquals(364, first.daysUnavailable());
        assertEquals(RunState.SUCCEEDED, second.state());
        assertEquals(1, coinGecko.calls().size());
        service.query("UPDATE unavailable_days SET plan = 'another'");
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        assertEquals(2, coinGecko.calls().size());
    }

    @Test
    void daysThatThePlanDoesNotShowAfterAllAreFoundByHalvingAndNeverAskedForAgain() {
        service.reset("bitcoin", "ethereum");
        coinGecko.show(181);
        // The first shown day lacks its 00:00 price.
        var firstServed = TODAY.minusDays(180);

        var first =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        stored.assertTruth("bitcoin", firstServed, YESTERDAY);
        stored.assertTruth("ethereum", firstServed, YESTERDAY);
        assertEquals(2 * 180, first.daysStored());
        assertEquals(2 * 184, first.daysUnavailable());
        assertTrue(first.calls() <= 2 * 18, first.calls() + " calls");
        coinGecko.reset();
        coinGecko.show(181);
        assertEquals(
                0,
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                        .orElseThrow()
                        .daysWanted());
        assertEquals(List.of(), coinGecko.calls());
    }

    @Test
    void daysOlderThanThePlanShowsAreNotEvenAskedForWhenRequestedByName() {
        var report = crawler.crawl(
                        request(LocalDate.of(2017, 12, 15), LocalDate.of(2017, 12, 30), CrawlMode.RANGE),
                        "test",
                        progress -> {})
                .orElseThrow();

        assertEquals(RunState.SUCCEEDED, report.state());
        assertEquals(16, report.daysWanted());
        assertEquals(16, report.daysUnavailable());
        assertEquals(List.of(), coinGecko.calls());
    }

    private static CrawlRequest request(LocalDate from, LocalDate to, CrawlMode mode) {
        return new CrawlRequest(List.of("bitcoin"), from, to, mode);
    }
}
