package dev.ecoin.risk;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import dev.ecoin.serving.ServedModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Distribution of the return up to a day.
 *
 * @param lastPrice price on the model's origin; the base of returns
 * @param lossProbability probability of a price below it
 * @param quantiles ascending
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "ReturnQuantiles")
record ReturnQuantiles(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        ServedModel model,

        @Schema(description = "Days from the model's last observation", examples = "30")
        int days,

        @Schema(description = "The day they end on", examples = "2026-09-07")
        LocalDate date,

        @Schema(description = "Price on the day of the model's last observation", examples = "64891.61")
        BigDecimal lastPrice,

        @Schema(description = "Probability of a price below the last one, from 0 to 1", examples = "0.5")
        BigDecimal lossProbability,

        List<ReturnQuantile> quantiles) {

    /**
     * A quantile of the return.
     *
     * @param quantile its probability, in percent
     * @param change the return, in percent
     * @param price the price at that return
     */
    @RegisterForReflection
    @Schema(name = "ReturnQuantile")
    record ReturnQuantile(
            @Schema(description = "Probability of a lower return, in percent", examples = "5")
            BigDecimal quantile,

            @JsonProperty("return")
            @Schema(name = "return", description = "In percent of the last price", examples = "-19.4053")
            BigDecimal change,

            @Schema(description = "The same as a price", examples = "52299.22")
            BigDecimal price) {}
}
