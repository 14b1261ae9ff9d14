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
 * What an investment may have gained or lost by a day.
 *
 * @param lastPrice of the model's origin; what returns are counted from
 * @param lossProbability of a price below it
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
     * A return that is not exceeded with a probability.
     *
     * @param quantile that probability, in percent
     * @param change the return, in percent
     * @param price the same as a price
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
