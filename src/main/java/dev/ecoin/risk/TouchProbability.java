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
 * Probability that a price reaches a bound within a number of days.
 *
 * @param lastPrice price on the model's origin
 * @param above upper bound, null for none
 * @param below lower bound, null for none
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TouchProbability")
record TouchProbability(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        ServedModel model,

        @Schema(description = "The last day that counts", examples = "2026-12-31")
        LocalDate by,

        @Schema(description = "From the model's last observation to that day", examples = "145")
        int daysAhead,

        @Schema(description = "Price on the day of the model's last observation", examples = "64891.61")
        BigDecimal lastPrice,

        @Schema(description = "Upper bound: the price reaches it or more; left out for no bound", examples = "100000")
        BigDecimal above,

        @Schema(description = "Lower bound: the price reaches it or less; left out for no bound")
        BigDecimal below,

        @Schema(
                description =
                        "Probability, from 0 to 1, of a daily price at or beyond a bound on any day up to that one",
                examples = "0.1426")
        BigDecimal probability,

        @Schema(description = "Error of the simulation: one standard error of the probability", examples = "0.0035")
        BigDecimal standardError,

        @Schema(description = "Simulated paths", examples = "10000")
        int paths,

        @Schema(description = "Seed of the simulation", examples = "1")
        long seed) {}
