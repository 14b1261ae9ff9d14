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
 * Distribution of a portfolio's value after a number of days. Numbers too large for a double are null.
 *
 * @param value of all holdings at the last prices
 * @param quantiles of the value on the last day, ascending
 * @param risk by level, ascending
 * @param days of the fan chart, ascending
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "PortfolioRisk")
public record PortfolioRisk(
        Currency currency,

        @Schema(description = "Days from the newest observation of the coins", examples = "30")
        int horizon,

        @Schema(description = "The last of them", examples = "2026-09-07")
        LocalDate date,

        @Schema(description = "Value of all holdings at the last prices", examples = "41982.31")
        BigDecimal value,

        List<PricedHolding> holdings,
        List<ValueQuantile> quantiles,
        List<LevelRisk> risk,
        List<ValueDay> days,

        @Schema(description = "Simulated paths", examples = "10000")
        int paths,

        @Schema(description = "Seed of the simulation", examples = "1")
        long seed) {

    /**
     * A holding at its last price.
     *
     * @param share of the portfolio's value, in percent
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "PricedHolding")
    public record PricedHolding(
            @Schema(examples = "bitcoin") String coin,
            @Schema(examples = "0.5") BigDecimal amount,

            @Schema(description = "Price on the day of the model's last observation", examples = "64891.61")
            BigDecimal lastPrice,

            @Schema(examples = "32445.81") BigDecimal value,

            @Schema(description = "Part of the value of all holdings, in percent", examples = "77.2845")
            BigDecimal share,

            ServedModel model) {}

    /**
     * A quantile of the value.
     *
     * @param quantile its probability, in percent
     * @param profit value minus present value; negative for a loss
     */
    @RegisterForReflection
    @Schema(name = "ValueQuantile")
    public record ValueQuantile(
            @Schema(description = "Probability of a lower value, in percent", examples = "5")
            BigDecimal quantile,

            @Schema(examples = "33508.12") BigDecimal value,

            @Schema(description = "Value minus present value: negative for a loss", examples = "-8474.19")
            BigDecimal profit) {}

    /**
     * Tail risk at one level. A negative loss is a gain.
     *
     * @param contributions of each holding to the expected shortfall
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "LevelRisk")
    public record LevelRisk(
            @Schema(description = "Coverage in percent", examples = "95")
            BigDecimal level,

            @Schema(
                    description = "Loss that is exceeded with the probability that the level leaves: 5% at 95",
                    examples = "8474.19")
            BigDecimal valueAtRisk,

            @Schema(description = "Mean of the losses that are at least as large", examples = "11320.55")
            BigDecimal expectedShortfall,

            @Schema(description = "Each holding's part of the expected shortfall; the parts add up to it")
            List<Contribution> contributions) {}

    /**
     * A holding's contribution to a loss.
     *
     * @param share of the expected shortfall, in percent; null if that is not a loss
     */
    @RegisterForReflection
    @Schema(name = "RiskContribution")
    public record Contribution(
            @Schema(examples = "bitcoin") String coin,
            @Schema(examples = "8210.44") BigDecimal loss,

            @Schema(description = "In percent of the expected shortfall", examples = "72.5269")
            BigDecimal share) {}

    /** A day of the fan chart: the median value, and the limits of central intervals. */
    @RegisterForReflection
    @Schema(name = "ValueDay")
    public record ValueDay(
            @Schema(examples = "2026-08-09") LocalDate date,
            @Schema(examples = "41982.31") BigDecimal median,

            @JsonProperty("lower_80") @Schema(name = "lower_80", examples = "40120.77")
            BigDecimal lower80,

            @JsonProperty("upper_80") @Schema(name = "upper_80", examples = "43801.56")
            BigDecimal upper80,

            @JsonProperty("lower_95") @Schema(name = "lower_95", examples = "38744.02")
            BigDecimal lower95,

            @JsonProperty("upper_95") @Schema(name = "upper_95", examples = "45310.90")
            BigDecimal upper95) {}
}
