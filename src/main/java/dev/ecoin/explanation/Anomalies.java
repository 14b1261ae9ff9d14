package dev.ecoin.explanation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.OneStepForecasts;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.DateRange;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.serving.ServedModel;
import dev.ecoin.training.StoredModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Days whose price was outside the interval of the one-day forecast.
 *
 * @param level coverage of the interval in percent
 * @param daysChecked days in the range with a price and a forecast
 * @param expected how many of them would be outside a correct interval
 * @param newest the latest checked day, inside or outside the range; null if there is none
 * @param anomalies ascending by day
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Anomalies")
record Anomalies(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        ServedModel model,

        @Schema(description = "Coverage of the interval in percent", examples = "99")
        BigDecimal level,

        @Schema(description = "Days in the range with a price and a forecast for it", examples = "1460")
        int daysChecked,

        @Schema(description = "Expected number of days outside an exact interval", examples = "14.6")
        BigDecimal expected,

        @Schema(
                description = "The newest day that could be checked, whatever the range; null if there is none",
                nullable = true)
        CheckedDay newest,

        @Schema(description = "The days outside their interval, ascending")
        List<CheckedDay> anomalies) {

    /**
     * A day's price compared with the forecast of the day before.
     *
     * @param probability two-sided probability of a price at least as far from the median
     * @param anomalous whether the price is outside the interval
     */
    @RegisterForReflection
    @Schema(name = "CheckedDay")
    record CheckedDay(
            @Schema(examples = "2026-02-05") LocalDate day,

            @Schema(description = "At 00:00 UTC", examples = "62853.7")
            BigDecimal price,

            @Schema(description = "The model's median from the days before", examples = "73019.7")
            BigDecimal median,

            @Schema(description = "Lower limit", examples = "68712.2")
            BigDecimal lower,

            @Schema(description = "Upper limit", examples = "77597.2")
            BigDecimal upper,

            @Schema(
                    description = "Probability of a price at least as far from the median, on either side",
                    examples = "0.000000000261")
            BigDecimal probability,

            @Schema(description = "Whether the price left the interval", examples = "true")
            boolean anomalous) {}

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    /** Smaller probabilities are meaningless under any model. */
    private static final int DECIMALS = 30;

    /**
     * Checks every day of a range that has a price, and the latest one.
     *
     * @param range days to report
     */
    static Anomalies of(StoredModel model, Currency currency, DailySeries series, BigDecimal level, DateRange range) {
        var forecasts = model.fitted().oneStep(series);
        var reported = IntStream.range(0, series.size())
                .filter(i -> range.contains(forecasts.day(i)))
                .mapToObj(i -> check(forecasts, series, i, level))
                .flatMap(Optional::stream)
                .toList();
        return new Anomalies(
                model.coin(),
                currency,
                ServedModel.of(model),
                level,
                reported.size(),
                BigDecimal.ONE
                        .subtract(level.movePointLeft(2))
                        .multiply(BigDecimal.valueOf(reported.size()))
                        .round(DIGITS),
                newest(forecasts, series, level).orElse(null),
                reported.stream().filter(CheckedDay::anomalous).toList());
    }

    /** Checks only the latest day; empty if it cannot be checked. */
    static Optional<CheckedDay> newest(StoredModel model, DailySeries series, BigDecimal level) {
        return newest(model.fitted().oneStep(series), series, level);
    }

    private static Optional<CheckedDay> newest(OneStepForecasts forecasts, DailySeries series, BigDecimal level) {
        return IntStream.rangeClosed(1, series.size())
                .mapToObj(back -> check(forecasts, series, series.size() - back, level))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Empty if the day has no price or too few earlier days are known. */
    private static Optional<CheckedDay> check(OneStepForecasts forecasts, DailySeries series, int i, BigDecimal level) {
        return Double.isNaN(series.value(i))
                ? Optional.empty()
                : forecasts
                        .distribution(i)
                        .map(distribution -> check(forecasts.day(i), series.value(i), distribution, level));
    }

    private static CheckedDay check(LocalDate day, double price, ForecastDistribution distribution, BigDecimal level) {
        var tail = HUNDRED.subtract(level).doubleValue() / 100;
        var probability = distribution.probabilityBeyond(price);
        return new CheckedDay(
                day,
                BigDecimal.valueOf(price).stripTrailingZeros(),
                PriceDigits.round(distribution.quantile(0.5)),
                PriceDigits.round(distribution.quantile(tail / 2)),
                PriceDigits.round(distribution.quantile(1 - tail / 2)),
                BigDecimal.valueOf(probability)
                        .round(DIGITS)
                        .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros(),
                probability < tail);
    }
}
