package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.alerts.Situation.Outlook;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.series.DailySeries;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** Watches the probability of {@code /touch} that the price reaches a bound by a day. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "TouchCondition",
        description =
                "The probability, as /coins/{coin}/touch gives it, that a daily price comes to a bound on any day up to one is at"
                        + " least `at_least`. With both bounds it is that of coming to either. Bounds are prices or returns in"
                        + " percent",
        requiredProperties = {Condition.KIND, "at_least"},
        properties =
                @SchemaProperty(name = Condition.KIND, type = SchemaType.STRING, enumeration = TouchCondition.KIND))
public record TouchCondition(
        @Schema(description = "The price reaches this or more", nullable = true, examples = "100000")
        BigDecimal above,

        @Schema(description = "The price reaches this or less", nullable = true)
        BigDecimal below,

        @Schema(
                description =
                        "The return reaches this or more, in percent of the price of the model's last observation",
                nullable = true)
        BigDecimal returnAbove,

        @Schema(description = "The return reaches this or less, in percent", nullable = true)
        BigDecimal returnBelow,

        @Schema(
                description = "The last day that counts (UTC); instead of days",
                nullable = true,
                examples = "2026-12-31")
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

    static final String KIND = "touch";

    private PriceTarget target() {
        return new PriceTarget(above, below, returnAbove, returnBelow, date, days);
    }

    @Override
    public TouchCondition checked(int longestHorizon) {
        var threshold = Threshold.checked(atLeast, margin, BigDecimal.ONE);
        target().check(longestHorizon);
        requireGap("above", above, below);
        requireGap("return_above", returnAbove, returnBelow);
        return new TouchCondition(
                above, below, returnAbove, returnBelow, date, days, threshold.atLeast(), threshold.margin());
    }

    /** If the bounds overlap, every price is at or beyond one of them. */
    private static void requireGap(String field, BigDecimal upper, BigDecimal lower) {
        if (lower != null && upper != null && upper.compareTo(lower) <= 0) {
            throw ConditionFields.outOfRange(field, upper, "a number above " + lower.toPlainString());
        }
    }

    @Override
    public String description(Currency currency) {
        return "Probability of coming to a price " + target().bounds(currency, " or ") + " " + when() + " is at least "
                + atLeast.toPlainString();
    }

    private String when() {
        return date == null ? "within " + days + " days" : "by " + date;
    }

    @Override
    public int simulatedDays(LocalDate origin) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, target().ahead(origin)));
    }

    @Override
    public Finding find(Situation situation) {
        return OutlookFinding.of(situation, date, days, (outlook, ahead) -> {
            var value = outlook.touch(ahead, target().abovePrice(outlook), target().belowPrice(outlook));
            var threshold = new Threshold(atLeast, margin);
            return new Finding(
                    situation.coin(),
                    threshold.standing(value),
                    value,
                    "The probability of coming to a price " + target().bounds(situation.currency(), " or ") + " by "
                            + outlook.origin().plusDays(ahead) + " is " + threshold.compare(value));
        });
    }

    @Override
    public Optional<Condition> forPast(Outlook now, boolean relative) {
        var past = target().forPast(now, relative);
        return Optional.of(new TouchCondition(
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
        return Optional.of(target().byTheDay(then, prices));
    }

    @Override
    public boolean hasPrice() {
        return above != null || below != null;
    }
}
