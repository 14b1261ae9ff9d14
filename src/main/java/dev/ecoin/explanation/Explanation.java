package dev.ecoin.explanation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import dev.ecoin.serving.ServedModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A coin's prices and forecast as sums of components.
 *
 * @param trendStrength of the history, between 0 and 1
 * @param weeklyStrength of the history, between 0 and 1
 * @param notes on the limits of the forecast; empty without a forecast
 * @param history one element per day of the range, ascending, including days without a price
 * @param forecast one element per day of the horizon, ascending
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Explanation")
public record Explanation(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        ServedModel model,

        @Schema(
                description = "How much of the history's variance around the weekly pattern the level explains, 0 to 1",
                examples = "0.998")
        BigDecimal trendStrength,

        @Schema(
                description = "How much of the history's variance around the level the weekly pattern explains, 0 to 1;"
                        + " below about 0.3 the pattern is hardly more than noise",
                examples = "0.12")
        BigDecimal weeklyStrength,

        @Schema(
                description = "Notes on the forecast's limits in plain language; may be empty",
                examples =
                        "[\"The limits are 18% wider than the sizes of recent moves alone would make them: the price has"
                                + " run one way for weeks.\"]")
        List<String> notes,

        List<ExplainedDay> history,
        List<ExplainedDay> forecast) {}
