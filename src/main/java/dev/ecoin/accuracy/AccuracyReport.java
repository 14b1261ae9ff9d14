package dev.ecoin.accuracy;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import dev.ecoin.http.DateRange;
import dev.ecoin.prices.PriceDigits;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Accuracy of a coin's forecasts as they were served.
 *
 * @param from first scored day, null if there is none
 * @param to last scored day, null if there is none
 * @param horizons ascending
 * @param touches scores of the probabilities of reaching a price
 */
@RegisterForReflection
@Schema(name = "Accuracy")
public record AccuracyReport(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,

        @Schema(description = "First day forecast that is scored, null if none is", nullable = true)
        LocalDate from,

        @Schema(description = "Last day forecast that is scored, null if none is", nullable = true)
        LocalDate to,

        @Schema(description = "Whether one-day forecasts have become worse, over all scored days")
        Drift drift,

        @Schema(description = "By days ahead, ascending") List<Horizon> horizons,

        @Schema(description = "How good the chances of reaching a price turned out; of the days of the range as well")
        TouchScores touches) {

    /** Scores of all forecasts with one horizon, in total and by month. */
    @RegisterForReflection
    @Schema(name = "AccuracyHorizon")
    record Horizon(
            @Schema(description = "Days after the origin", examples = "7")
            int horizon,

            Score overall,

            @Schema(description = "By the month of the day forecast, ascending")
            List<Month> months) {}

    /** Scores of the forecasts of one month's days. */
    @RegisterForReflection
    @Schema(name = "AccuracyMonth")
    record Month(@Schema(examples = "2026-11") String month, Score score) {}

    /**
     * Scores of a set of forecasts.
     *
     * @param days number of forecasts
     * @param mae mean absolute error
     * @param relativeMae mae relative to that of naive, less than 1 if the forecast is better; null if naive is never
     *     wrong
     * @param smape symmetric mean absolute percentage error
     * @param coverage share of prices within the interval in percent, by level
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "AccuracyScore")
    record Score(
            @Schema(description = "Number of forecasts", examples = "30")
            int days,

            @Schema(description = "Mean absolute error, in the currency", examples = "1204.51")
            BigDecimal mae,

            @Schema(description = "That of the last price before the forecast", examples = "1199.02")
            BigDecimal naiveMae,

            @Schema(
                    description =
                            "mae / naive_mae, the relative error of Hyndman and Koehler (2006): below 1 the forecast"
                                    + " is the better one; null where naive is never wrong",
                    nullable = true,
                    examples = "1.005")
            BigDecimal relativeMae,

            @Schema(description = "Symmetric mean absolute percentage error", examples = "1.871")
            BigDecimal smape,

            @Schema(examples = "1.862") BigDecimal naiveSmape,

            @Schema(
                    description = "Percentage of prices within the interval, by its level in percent",
                    examples = "{\"80\": 80.9, \"95\": 94.6}")
            Map<String, BigDecimal> coverage) {

        static Score of(List<ServedForecast> forecasts) {
            var mae = mean(forecasts, ServedForecast::error);
            var naive = mean(forecasts, ServedForecast::naiveError);
            return new Score(
                    forecasts.size(),
                    PriceDigits.round(mae),
                    PriceDigits.round(naive),
                    naive > 0 ? shown(mae / naive) : null,
                    shown(mean(forecasts, ServedForecast::symmetricPercentage)),
                    shown(mean(forecasts, ServedForecast::naiveSymmetricPercentage)),
                    coverage(forecasts));
        }

        private static double mean(List<ServedForecast> forecasts, ToDoubleFunction<ServedForecast> figure) {
            return forecasts.stream().mapToDouble(figure).average().orElseThrow();
        }

        /** Uses the forecasts with an interval of each level, because configured levels may change. */
        private static Map<String, BigDecimal> coverage(List<ServedForecast> forecasts) {
            return forecasts.stream()
                    .flatMap(forecast -> IntStream.range(0, forecast.levels().length)
                            .mapToObj(k -> new Covered(BigDecimal.valueOf(forecast.levels()[k]), forecast.covered(k))))
                    .sorted(Comparator.comparing(Covered::level))
                    .collect(Collectors.groupingBy(
                            covered -> covered.level().stripTrailingZeros().toPlainString(),
                            LinkedHashMap::new,
                            Collectors.collectingAndThen(
                                    Collectors.averagingDouble(covered -> covered.inside() ? 100 : 0), Score::shown)));
        }

        private record Covered(BigDecimal level, boolean inside) {}

        private static BigDecimal shown(double value) {
            return BigDecimal.valueOf(value).round(DIGITS);
        }
    }

    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    /**
     * Scores the forecasts of a range of days.
     *
     * @param scored ascending by day
     * @param range of forecast days
     * @param touches of the same range
     */
    static AccuracyReport of(
            String coin, Currency currency, List<ServedForecast> scored, DateRange range, TouchScores touches) {
        var within = scored.stream()
                .filter(forecast -> range.contains(forecast.day()))
                .toList();
        return new AccuracyReport(
                coin,
                currency,
                within.isEmpty() ? null : within.get(0).day(),
                within.isEmpty() ? null : within.get(within.size() - 1).day(),
                Drift.of(scored),
                by(ServedForecast::horizon, within).entrySet().stream()
                        .map(horizon ->
                                new Horizon(horizon.getKey(), Score.of(horizon.getValue()), months(horizon.getValue())))
                        .toList(),
                touches);
    }

    /** Scores of the latest {@code most} forecasts of each horizon. */
    static Map<Integer, Score> newest(List<ServedForecast> scored, int most) {
        var scores = new TreeMap<Integer, Score>();
        by(ServedForecast::horizon, scored)
                .forEach((horizon, forecasts) -> scores.put(
                        horizon, Score.of(forecasts.subList(Math.max(0, forecasts.size() - most), forecasts.size()))));
        return scores;
    }

    private static List<Month> months(List<ServedForecast> forecasts) {
        return by(forecast -> YearMonth.from(forecast.day()), forecasts).entrySet().stream()
                .map(month -> new Month(month.getKey().toString(), Score.of(month.getValue())))
                .toList();
    }

    private static <K> SortedMap<K, List<ServedForecast>> by(
            Function<ServedForecast, K> key, List<ServedForecast> forecasts) {
        return forecasts.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }
}
