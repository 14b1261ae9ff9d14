package dev.ecoin.explanation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.forecasting.decomposition.Components;
import dev.ecoin.prices.PriceDigits;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A day's price and its components. The logarithms add up exactly: level + weekly + remainder = log_price. As factors,
 * level_price x weekly_factor x remainder_factor = price, up to rounding.
 *
 * @param price as stored, or the median forecast; null on a day without a price
 * @param fitted median of the one-day forecast; null in a forecast and where the earlier days do not determine one
 * @param residual log_price minus the logarithm of that median
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "ExplainedDay")
record ExplainedDay(
        @Schema(examples = "2026-08-08") LocalDate day,

        @Schema(
                description = "At 00:00 UTC: as stored, or the median forecast; null on a day without a price",
                nullable = true,
                examples = "64891.61")
        BigDecimal price,

        @Schema(
                description = "Natural logarithm of the price; level + weekly + remainder to the last digit",
                nullable = true,
                examples = "11.080473618526")
        BigDecimal logPrice,

        @Schema(description = "Slow movement of the log price", examples = "11.080027280427")
        BigDecimal level,

        @Schema(description = "Weekly pattern of the log price", examples = "-0.003004874376")
        BigDecimal weekly,

        @Schema(description = "Remainder of the log price", nullable = true, examples = "0.003451212475")
        BigDecimal remainder,

        @Schema(description = "The level as a price", examples = "64862.6528649")
        BigDecimal levelPrice,

        @Schema(description = "The weekly pattern as a factor", examples = "0.996999635740")
        BigDecimal weeklyFactor,

        @Schema(description = "The remainder as a factor", nullable = true, examples = "1.00345717477")
        BigDecimal remainderFactor,

        @Schema(
                description = "The model's median for this day from the days before; null in a forecast, and on the"
                        + " first days",
                nullable = true,
                examples = "64267.30")
        BigDecimal fitted,

        @Schema(description = "log_price less the logarithm of fitted", nullable = true, examples = "0.009667391313")
        BigDecimal residual) {

    /** Digits of logarithms: a millionth of a millionth of the price. */
    private static final int DECIMALS = 12;

    /** With as many digits, the product of the factors is as exact as the sum of the logarithms. */
    private static final MathContext DIGITS = new MathContext(DECIMALS, RoundingMode.HALF_EVEN);

    /** Day {@code i} of a history. */
    static ExplainedDay past(LocalDate day, double price, Components components, int i, double fitted) {
        return of(
                day,
                Double.isNaN(price) ? null : BigDecimal.valueOf(price).stripTrailingZeros(),
                Math.log(price),
                components,
                i,
                fitted);
    }

    /** Day {@code i} of a forecast. */
    static ExplainedDay toCome(LocalDate day, double median, Components components, int i) {
        return of(day, PriceDigits.round(median), Math.log(median), components, i, Double.NaN);
    }

    private static ExplainedDay of(
            LocalDate day, BigDecimal price, double log, Components components, int i, double fitted) {
        var logPrice = decimal(log);
        var level = decimal(components.trend(i));
        var weekly = decimal(components.seasonal(i));
        var remainder = logPrice == null ? null : logPrice.subtract(level).subtract(weekly);
        return new ExplainedDay(
                day,
                price,
                logPrice,
                level,
                weekly,
                remainder,
                factor(level),
                factor(weekly),
                factor(remainder),
                Double.isNaN(fitted) ? null : PriceDigits.round(fitted),
                decimal(log - Math.log(fitted)));
    }

    private static BigDecimal decimal(double value) {
        return Double.isNaN(value) ? null : BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal factor(BigDecimal logarithm) {
        return logarithm == null
                ? null
                : BigDecimal.valueOf(Math.exp(logarithm.doubleValue())).round(DIGITS);
    }
}
