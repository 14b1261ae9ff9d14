package dev.ecoin.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import dev.ecoin.serving.ServedModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Probability of a price range on a day.
 *
 * @param lastPrice price on the model's origin; the base of returns
 * @param above lower bound of the range, null for none
 * @param below upper bound of the range, null for none
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PriceProbability")
public record PriceProbability(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        ServedModel model,
        @Schema(examples = "2026-12-31") LocalDate date,

        @Schema(description = "From the model's last observation to the date", examples = "145")
        int daysAhead,

        @Schema(description = "Price on the day of the model's last observation", examples = "64891.61")
        BigDecimal lastPrice,

        @Schema(description = "Median price of the date", examples = "64891.61")
        BigDecimal median,

        @Schema(description = "The price is above this; left out for no bound", examples = "100000")
        BigDecimal above,

        @Schema(description = "The price is below this; left out for no bound")
        BigDecimal below,

        @Schema(description = "Probability, from 0 to 1", examples = "0.0783")
        BigDecimal probability) {}
