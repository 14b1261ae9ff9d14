package dev.ecoin.risk;

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
 * Distribution of a price's maximum drawdown within a number of days.
 *
 * @param lastPrice price on the model's origin, the first candidate for the peak
 * @param quantiles ascending
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Drawdowns")
record Drawdowns(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,
        ServedModel model,

        @Schema(description = "Days from the model's last observation", examples = "30")
        int days,

        @Schema(description = "The last of them", examples = "2026-09-07")
        LocalDate date,

        @Schema(description = "Price on the day of the model's last observation", examples = "64891.61")
        BigDecimal lastPrice,

        List<DrawdownQuantile> quantiles,

        @Schema(description = "Simulated paths", examples = "10000")
        int paths,

        @Schema(description = "Seed of the simulation", examples = "1")
        long seed) {

    /**
     * A quantile of the drawdown.
     *
     * @param quantile its probability, in percent
     * @param drawdown the fall, in percent of the highest price before it
     */
    @RegisterForReflection
    @Schema(name = "DrawdownQuantile")
    record DrawdownQuantile(
            @Schema(description = "Probability of a smaller fall, in percent", examples = "95")
            BigDecimal quantile,

            @Schema(description = "Deepest fall, in percent of the highest price before it", examples = "23.417")
            BigDecimal drawdown) {}
}
