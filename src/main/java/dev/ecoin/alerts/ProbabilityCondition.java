package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.alerts.Situation.Outlook;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.risk.Chances;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** Watches the probability of {@code /probability} for the price on one day. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "ProbabilityCondition",
        description =
                "The probability, as /coins/{coin}/probability gives it, of a price above, below or between bounds on a day is at"
                        + " least `at_least`. Bounds are prices or returns in percent",
        requiredProperties = {Condition.KIND, "at_least"},
        properties =
                @SchemaProperty(
                        name = Condition.KIND,
                        type = SchemaType.STRING,
                        enumeration = ProbabilityCondition.KIND))
public record ProbabilityCondition(
        @Schema(description = "The price is above this", nullable = true, examples = "100000")
        BigDecimal above,

        @Schema(description = "The price is below this", nullable = true)
        BigDecimal below,

        @Schema(
                description = "The return is above this, in percent of the price of the model's last observation",
                nullable = true)
        BigDecimal returnAbove,

        @Schema(description = "The return is below this, in percent", nullable = true)
        BigDecimal returnBelow,

        @Schema(description = "The day (UTC); instead of days", nullable = true, examples = "2026-12-31")
        LocalDate date,

        @Schema(description = "Days after the model's last observation; instead of date", nullable = true)
        Integer days,

        @Schema(description = "Probability, from 0 to 1, at which the rule fires", examples = "0.5")
        BigDecimal atLeast,

        @Schema(
                description = "The rule clears below at_least less this; a tenth of at_least if left out",
                nullable = true,
                examples = "0.05")
        BigDecimal margin)
        implements Condition {

    static final String KIND = "probability";

    private PriceTarget target() {
        return new PriceTarget(above, below, returnAbove, returnBelow, date, days);
    }

    @Override
    public ProbabilityCondition checked(int longestHorizon) {
        var threshold = Threshold.checked(atLeast, margin, BigDecimal.ONE);
        target().check(longestHorizon);
        requireRange("above", above, below);
        requireRange("return_above", returnAbove, returnBelow);
        return new ProbabilityCondition(
                above, below, returnAbove, returnBelow, date, days, threshold.atLeast(), threshold.margin());
    }

    private static void requireRange(String field, BigDecimal lower, BigDecimal upper) {
        if (lower != null && upper != null && lower.compareTo(upper) >= 0) {
            throw ConditionFields.outOfRange(field, lower, "a number below " + upper.toPlainString());
        }
    }

    @Override
    public String description(Currency currency) {
        return "Probability of a price " + target().bounds(currency, " and ") + " " + PriceTarget.when(date, days)
                + " is at least " + atLeast.toPlainString();
    }

    @Override
    public Finding find(Situation situation) {
        return OutlookFinding.of(situation, date, days, (outlook, ahead) -> {
            var value = Chances.probability(
                    outlook.distribution(ahead), target().abovePrice(outlook), target().belowPrice(outlook));
            var threshold = new Threshold(atLeast, margin);
            return new Finding(
                    situation.coin(),
                    threshold.standing(value),
                    value,
                    "The probability of a price " + target().bounds(situation.currency(), " and ") + " on "
                            + outlook.origin().plusDays(ahead) + " is " + threshold.compare(value));
        });
    }

    @Override
    public Optional<Condition> forPast(Outlook now, boolean relative) {
        var past = target().forPast(now, relative);
        return Optional.of(new ProbabilityCondition(
                past.above(),
                past.below(),
                past.returnAbove(),
                past.returnBelow(),
                null,
                past.days(),
                atLeast,
                margin));
    }

    @Override
    public Optional<Outcome> outcome(Outlook then, DailySeries prices) {
        return Optional.of(target().onTheDay(then, prices));
    }

    @Override
    public boolean hasPrice() {
        return above != null || below != null;
    }
}
