package dev.ecoin.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.configuration.Currency;
import dev.ecoin.prices.PriceQuality.Days;
import dev.ecoin.prices.PriceQuality.StaleRun;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceQualityTest {

    private static final Currency EUR = new Currency("eur");

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    @Test
    void aCoinWithoutPricesHasNothingToSay() {
        var quality = PriceQuality.of("bitcoin", EUR, List.of());

        assertEquals(
                new PriceQuality(
                        "bitcoin", EUR, null, null, 0, 0, List.of(), 0, 0, null, null, null, List.of(), List.of(),
                        Map.of()),
                quality);
        assertEquals(Optional.empty(), quality.warning(LocalDate.MIN));
    }

    /** Prices by day from March 1, with a dash for a missing day. */
    @ParameterizedTest
    @CsvSource({
        "1 2 3,               0, ''",
        "1 - 3,               1, 2026-03-02",
        "1 - - 4 - 6,         3, 2026-03-02 to 2026-03-03|2026-03-05",
        "- - 1 2 -,           0, ''",
    })
    void missingDaysAreThoseBetweenTheFirstAndTheLast(String prices, int count, String ranges) {
        var quality = PriceQuality.of("bitcoin", EUR, march(prices));

        assertEquals(count, quality.daysMissing());
        assertEquals(
                ranges,
                String.join("|", quality.missing().stream().map(Days::toString).toList()));
        assertEquals(march(prices).get(0).day(), quality.firstDay());
    }

    @ParameterizedTest
    @CsvSource({
        "1 1 2 2 3,           ''",
        "1 1 1 2,             2026-03-01+3",
        "1 2 2.0 2.00 2,      2026-03-02+4",
        "1 1 - 1 1,           ''",
        "1 1 1 - 1 1 1 2 2 2, 2026-03-01+3|2026-03-05+3|2026-03-08+3",
    })
    void threeEqualPricesInARowAreAStaleRunUnlessADayIsMissingBetweenThem(String prices, String runs) {
        var quality = PriceQuality.of("bitcoin", EUR, march(prices));

        assertEquals(
                runs,
                String.join(
                        "|",
                        quality.staleRuns().stream()
                                .map(run -> run.from() + "+" + run.days())
                                .toList()));
    }

    @Test
    void aStaleRunTellsItsDaysAndPrice() {
        assertEquals(
                List.of(new StaleRun(FIRST.plusDays(1), FIRST.plusDays(3), 3, new BigDecimal("2.50"))),
                PriceQuality.of("bitcoin", EUR, march("1 2.50 2.5 2.5 3")).staleRuns());
    }

    @Test
    void aReturnBeyondEightScaledMedianDeviationsIsAJump() {
        // Log returns alternate between +0.01 and -0.01, so the median deviation from their median is 0.01 (or 0.02
        // from an end) and the bound is 8 x 1.4826 x 0.01 = 0.1186 around the median.
        var prices = alternating(101);
        var spike = prices.get(50);
        prices.set(50, price(spike.day(), spike.price().doubleValue() * Math.exp(0.5)));

        var quality = PriceQuality.of("bitcoin", EUR, prices);

        assertEquals(0.1186, quality.jumpBound().doubleValue(), 1e-4);
        assertEquals(
                List.of(spike.day(), spike.day().plusDays(1)),
                quality.jumps().stream().map(PriceQuality.Jump::day).toList(),
                "up, and down again");
        assertEquals(0.49, quality.jumps().get(0).logReturn().doubleValue(), 1e-9);
        assertEquals(prices.get(49).price(), quality.jumps().get(0).priceBefore());
    }

    @Test
    void theBoundsLieAroundTheMedianReturn() {
        // Log returns alternate between 0.03 and 0.01: the median is 0.02, the bound 0.1186 as above.
        var quality = PriceQuality.of(
                "bitcoin",
                EUR,
                IntStream.range(0, 101)
                        .mapToObj(i -> price(FIRST.plusDays(i), 100 * Math.exp(0.02 * i + 0.01 * (i % 2))))
                        .toList());

        assertEquals(0.1386, quality.jumpAbove().doubleValue(), 1e-4);
        assertEquals(-0.0986, quality.jumpBelow().doubleValue(), 1e-4);
    }

    @Test
    void usualMovesAreNoJumps() {
        assertEquals(
                List.of(), PriceQuality.of("bitcoin", EUR, alternating(101)).jumps());
    }

    @Test
    void aReturnOverAGapIsNoJump() {
        var prices = alternating(101);
        IntStream.range(60, 101).forEach(i -> prices.set(i, price(prices.get(i).day(), 5_000 + i % 2)));
        prices.remove(60);

        assertEquals(List.of(), PriceQuality.of("bitcoin", EUR, prices).jumps());
    }

    @Test
    void aCoinThatHardlyEverMovesIsMeasuredByItsMeanDeviation() {
        var prices = IntStream.range(0, 200)
                .mapToObj(i -> price(FIRST.plusDays(i), i == 100 ? 2 : 1))
                .toList();

        var quality = PriceQuality.of("tether", EUR, prices);

        // Two returns of 199 are off by log 2, so the mean deviation is 2 log 2 / 199.
        assertEquals(8 * 1.253314 * 2 * Math.log(2) / 199, quality.jumpBound().doubleValue(), 1e-5);
        assertEquals(2, quality.jumps().size());
    }

    @Test
    void aPriceThatNeverMovesHasNoJumps() {
        var prices = IntStream.range(0, 50)
                .mapToObj(i -> price(FIRST.plusDays(i), 1))
                .toList();

        assertEquals(List.of(), PriceQuality.of("tether", EUR, prices).jumps());
    }

    @Test
    void fewerThanTwentyReturnsDoNotTellWhatAJumpIs() {
        assertNull(PriceQuality.of("bitcoin", EUR, alternating(20)).jumpBound());
        assertTrue(PriceQuality.of("bitcoin", EUR, alternating(21)).jumpBound().signum() > 0);
    }

    @Test
    void sourcesAreCounted() {
        var prices = List.of(
                new StoredPrice(FIRST, BigDecimal.ONE, null, null, PriceSource.SAMPLE),
                new StoredPrice(FIRST.plusDays(1), BigDecimal.TEN, null, null, PriceSource.COINGECKO),
                new StoredPrice(FIRST.plusDays(2), BigDecimal.ONE, null, null, PriceSource.COINGECKO));

        assertEquals(
                Map.of(PriceSource.SAMPLE, 1, PriceSource.COINGECKO, 2),
                PriceQuality.of("bitcoin", EUR, prices).sources());
    }

    @Test
    void theWarningIsOneLineAboutTheDaysSinceTheGivenOne() {
        var quality = PriceQuality.of("bitcoin", EUR, march("1 - 3 4 4 4 5 - 7 - - 8 - 9 - 10"));

        assertEquals(
                Optional.of("Prices of bitcoin to look at: days missing: 2026-03-08, 2026-03-10 to 2026-03-11,"
                        + " 2026-03-13 and 1 more; runs of equal prices: 2026-03-04 to 2026-03-06."
                        + " See /coins/bitcoin/quality"),
                quality.warning(FIRST.plusDays(5)));
        assertEquals(Optional.empty(), quality.warning(FIRST.plusDays(15)));
    }

    private static List<StoredPrice> march(String prices) {
        var days = prices.strip().split(" ");
        return IntStream.range(0, days.length)
                .filter(i -> !days[i].equals("-"))
                .mapToObj(i ->
                        new StoredPrice(FIRST.plusDays(i), new BigDecimal(days[i]), null, null, PriceSource.COINGECKO))
                .toList();
    }

    private static List<StoredPrice> alternating(int days) {
        var prices = IntStream.range(0, days)
                .mapToObj(i -> price(FIRST.plusDays(i), 100 * Math.exp(0.01 * (i % 2))))
                .toArray(StoredPrice[]::new);
        return new ArrayList<>(Arrays.asList(prices));
    }

    private static StoredPrice price(LocalDate day, double price) {
        return new StoredPrice(day, BigDecimal.valueOf(price), null, null, PriceSource.COINGECKO);
    }
}
