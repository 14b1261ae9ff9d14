package dev.ecoin.prices;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Findings in a coin's stored prices.
 *
 * @param firstDay first stored day, null if there is none
 * @param lastDay last stored day, null if there is none
 * @param daysStored number of stored days
 * @param daysMissing number of days without a price between the first and the last
 * @param missing those days as ranges, ascending
 * @param duplicates days stored more than once: always 0, because coin and day are the table's key. A price that a
 *     source repeats under another day appears as a stale run
 * @param nonPositive prices that are zero or less: always 0, because the table rejects them
 * @param jumpBound maximum distance of a daily log return from the median one, null if there are too few prices
 * @param jumpAbove log return above which a day is a jump: the median plus the bound; null if there is no bound
 * @param jumpBelow log return below which a day is a jump: the median minus the bound
 * @param jumps days whose return exceeds that bound, ascending
 * @param staleRuns runs of at least three days with the same price, ascending
 * @param sources number of days by source
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Quality")
record PriceQuality(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        LocalDate firstDay,
        LocalDate lastDay,
        int daysStored,
        int daysMissing,
        @Schema(description = "Days without a price") List<Days> missing,
        int duplicates,
        int nonPositive,

        @Schema(
                description =
                        "Maximum distance of a daily log return from the median one; null if there are too few prices")
        BigDecimal jumpBound,

        @Schema(description = "Log return above which a day is a jump; null as jump_bound is", nullable = true)
        BigDecimal jumpAbove,

        @Schema(description = "Log return below which a day is a jump; null as jump_bound is", nullable = true)
        BigDecimal jumpBelow,

        List<Jump> jumps,
        List<StaleRun> staleRuns,
        @Schema(description = "Number of days by source") Map<PriceSource, Integer> sources) {

    /** Consecutive days, both ends included. */
    @RegisterForReflection
    @Schema(name = "Days")
    record Days(LocalDate from, LocalDate to, int days) {

        static Days of(LocalDate from, LocalDate to) {
            return new Days(from, to, Math.toIntExact(ChronoUnit.DAYS.between(from, to)) + 1);
        }

        @Override
        public String toString() {
            return days == 1 ? from.toString() : from + " to " + to;
        }
    }

    /** A price far from that of the previous day. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "Jump")
    record Jump(
            @JsonProperty("date") LocalDate day,
            BigDecimal price,
            BigDecimal priceBefore,

            @Schema(description = "natural logarithm of price / price_before")
            BigDecimal logReturn) {}

    /** Consecutive days with an unchanged price. */
    @RegisterForReflection
    @Schema(name = "StaleRun")
    record StaleRun(LocalDate from, LocalDate to, int days, BigDecimal price) {}

    private static final int SHORTEST_STALE_RUN = 3;

    /** Minimum number of returns for a bound. */
    private static final int FEWEST_RETURNS = 20;

    /**
     * The modified z-score above which a return is a jump. Iglewicz and Hoaglin (How to Detect and Handle Outliers,
     * 1993) use 3.5, for data with normal tails. Daily returns of coins have much fatter tails: of bitcoin's 1,460
     * returns up to August 2026, 3.5 would flag 46; this value flags 2.
     */
    private static final double JUMP_SCORE = 8;

    /** Converts the median absolute deviation to the standard deviation of a normal distribution. */
    private static final double MEDIAN_TO_SIGMA = 1.482602;

    /** The same for the mean absolute deviation, which is used if more than half of the returns are equal. */
    private static final double MEAN_TO_SIGMA = 1.253314;

    private static final MathContext SHOWN = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final int SHOWN_RANGES = 3;

    /** @param prices of distinct days, ascending */
    static PriceQuality of(String coin, Currency currency, List<StoredPrice> prices) {
        var sources = new TreeMap<PriceSource, Integer>();
        prices.forEach(price -> sources.merge(price.source(), 1, Integer::sum));
        var missing = missing(prices);
        var pairs = consecutive(prices);
        var returns = pairs.stream().mapToDouble(Pair::logReturn).toArray();
        var median = median(returns);
        var bound = bound(returns, median);
        return new PriceQuality(
                coin,
                currency,
                prices.isEmpty() ? null : prices.get(0).day(),
                prices.isEmpty() ? null : prices.get(prices.size() - 1).day(),
                prices.size(),
                missing.stream().mapToInt(Days::days).sum(),
                missing,
                0,
                Math.toIntExact(prices.stream()
                        .filter(price -> price.price().signum() <= 0)
                        .count()),
                bound.isPresent() ? shown(bound.getAsDouble()) : null,
                bound.isPresent() ? shown(median + bound.getAsDouble()) : null,
                bound.isPresent() ? shown(median - bound.getAsDouble()) : null,
                bound.isPresent() ? jumps(pairs, median, bound.getAsDouble()) : List.of(),
                staleRuns(prices),
                sources);
    }

    /** Findings on the given day and later in one line; or empty. */
    Optional<String> warning(LocalDate since) {
        var parts = Stream.of(
                        part(
                                "days missing",
                                missing.stream()
                                        .filter(gap -> !gap.to().isBefore(since))
                                        .toList()),
                        part(
                                "jumps beyond " + jumpBound + " in log price",
                                jumps.stream()
                                        .map(Jump::day)
                                        .filter(day -> !day.isBefore(since))
                                        .toList()),
                        part(
                                "runs of equal prices",
                                staleRuns.stream()
                                        .filter(run -> !run.to().isBefore(since))
                                        .map(run -> Days.of(run.from(), run.to()))
                                        .toList()))
                .flatMap(Optional::stream)
                .toList();
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("Prices of " + coin + " to look at: " + String.join("; ", parts) + ". See /coins/" + coin
                        + "/quality");
    }

    private static Optional<String> part(String what, List<?> where) {
        if (where.isEmpty()) {
            return Optional.empty();
        }
        var shown = where.stream().limit(SHOWN_RANGES).map(Object::toString).toList();
        var more = where.size() > SHOWN_RANGES ? " and " + (where.size() - SHOWN_RANGES) + " more" : "";
        return Optional.of(what + ": " + String.join(", ", shown) + more);
    }

    private static List<Days> missing(List<StoredPrice> prices) {
        var gaps = new ArrayList<Days>();
        for (int i = 1; i < prices.size(); i++) {
            var from = prices.get(i - 1).day().plusDays(1);
            if (from.isBefore(prices.get(i).day())) {
                gaps.add(Days.of(from, prices.get(i).day().minusDays(1)));
            }
        }
        return gaps;
    }

    /** Leaves out returns over a gap, because they span several days. */
    private static List<Pair> consecutive(List<StoredPrice> prices) {
        return IntStream.range(1, prices.size())
                .mapToObj(i -> new Pair(prices.get(i - 1), prices.get(i)))
                .filter(Pair::isConsecutive)
                .filter(pair ->
                        pair.before.price().signum() > 0 && pair.after.price().signum() > 0)
                .toList();
    }

    private static OptionalDouble bound(double[] returns, double median) {
        if (returns.length < FEWEST_RETURNS) {
            return OptionalDouble.empty();
        }
        var deviations =
                Arrays.stream(returns).map(value -> Math.abs(value - median)).toArray();
        var byMedian = MEDIAN_TO_SIGMA * median(deviations);
        var sigma = byMedian > 0
                ? byMedian
                : MEAN_TO_SIGMA * Arrays.stream(deviations).average().orElseThrow();
        return OptionalDouble.of(JUMP_SCORE * sigma);
    }

    private static List<Jump> jumps(List<Pair> pairs, double median, double bound) {
        return pairs.stream()
                .filter(pair -> Math.abs(pair.logReturn() - median) > bound)
                .map(pair ->
                        new Jump(pair.after.day(), pair.after.price(), pair.before.price(), shown(pair.logReturn())))
                .toList();
    }

    private static List<StaleRun> staleRuns(List<StoredPrice> prices) {
        var runs = new ArrayList<StaleRun>();
        for (int start = 0, end; start < prices.size(); start = end) {
            end = start + 1;
            while (end < prices.size() && new Pair(prices.get(end - 1), prices.get(end)).isStale()) {
                end++;
            }
            if (end - start >= SHORTEST_STALE_RUN) {
                var first = prices.get(start);
                runs.add(new StaleRun(first.day(), prices.get(end - 1).day(), end - start, first.price()));
            }
        }
        return runs;
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        var middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static BigDecimal shown(double value) {
        return BigDecimal.valueOf(value).round(SHOWN);
    }

    /** Two consecutive stored prices. */
    private record Pair(StoredPrice before, StoredPrice after) {

        boolean isConsecutive() {
            return before.day().plusDays(1).equals(after.day());
        }

        boolean isStale() {
            return isConsecutive() && before.price().compareTo(after.price()) == 0;
        }

        double logReturn() {
            return Math.log(after.price().doubleValue())
                    - Math.log(before.price().doubleValue());
        }
    }
}
