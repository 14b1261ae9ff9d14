package dev.ecoin.serving;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.training.StoredModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A forecast with limits, model and notes.
 *
 * @param point the statistic of the forecast distribution reported as {@code price}
 * @param notes plain-English explanations
 */
@RegisterForReflection
@Schema(name = "Forecast")
record RichForecast(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        ServedModel model,

        @Schema(description = "The statistic of the forecast distribution that the price is", examples = "median")
        String point,

        @Schema(description = "Coverage of the prediction intervals in percent", examples = "[80, 95]")
        List<BigDecimal> levels,

        @Schema(
                description = "Notes in plain language: why the line is flat, that a fallback answers, that"
                        + " prices are missing; empty if nothing")
        List<String> notes,

        @Schema(description = "One for each day from the day after the origin, ascending")
        List<Day> days) {

    /**
     * A day's forecast.
     *
     * @param limits {@code lower_80} and so on; null where a limit is too large for a number
     */
    @RegisterForReflection
    @Schema(name = "ForecastDay", additionalProperties = BigDecimal.class)
    record Day(
            @Schema(examples = "2026-08-09") LocalDate day,

            @Schema(description = "at 00:00 UTC, the median", examples = "64886.47")
            BigDecimal price,

            @JsonAnyGetter @Schema(hidden = true) Map<String, BigDecimal> limits) {}

    static RichForecast of(
            StoredModel model, Currency currency, ForecastOptions options, Forecast forecast, List<String> notes) {
        var levels = options.levels();
        return new RichForecast(
                model.coin(),
                currency,
                ServedModel.of(model),
                "median",
                levels,
                notes,
                IntStream.range(0, forecast.horizon())
                        .mapToObj(step -> new Day(
                                forecast.day(step),
                                PriceDigits.round(forecast.median(step)),
                                limits(forecast, levels, step)))
                        .toList());
    }

    private static Map<String, BigDecimal> limits(Forecast forecast, List<BigDecimal> levels, int step) {
        var limits = new LinkedHashMap<String, BigDecimal>();
        for (int k = 0; k < levels.size(); k++) {
            limits.put(lower(levels.get(k)), limit(forecast.lower(k, step)));
            limits.put(upper(levels.get(k)), limit(forecast.upper(k, step)));
        }
        return limits;
    }

    /** A thousand days ahead, the upper limit of a volatile coin can exceed 1e308. */
    private static BigDecimal limit(double price) {
        return Double.isFinite(price) ? PriceDigits.round(price) : null;
    }

    static String lower(BigDecimal level) {
        return "lower_" + level.toPlainString();
    }

    static String upper(BigDecimal level) {
        return "upper_" + level.toPlainString();
    }
}
