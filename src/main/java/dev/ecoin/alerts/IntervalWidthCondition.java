package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.alerts.Situation.Outlook;
import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** The width of the forecast's interval on a day, as a share of its median. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "IntervalWidthCondition",
        description =
                "The width of the forecast's interval, (upper - lower) / median, is at least `at_least`: 0.4 for limits that are 40%"
                        + " of the median apart",
        requiredProperties = {Condition.KIND, "at_least"},
        properties =
                @SchemaProperty(
                        name = Condition.KIND,
                        type = SchemaType.STRING,
                        enumeration = IntervalWidthCondition.KIND))
public record IntervalWidthCondition(
        @Schema(description = "Coverage of the interval in percent; 80 if left out", nullable = true, examples = "80")
        BigDecimal level,

        @Schema(description = "The day (UTC); instead of days", nullable = true)
        LocalDate date,

        @Schema(
                description = "Days after the model's last observation; instead of date",
                nullable = true,
                examples = "30")
        Integer days,

        @Schema(description = "Width, as a share of the median, at which the rule fires", examples = "0.4")
        BigDecimal atLeast,

        @Schema(
                description = "The rule clears below at_least less this; a tenth of at_least if left out",
                nullable = true,
                examples = "0.04")
        BigDecimal margin)
        implements Condition {

    static final String KIND = "interval_width";

    private static final String USUAL_LEVEL = "80";
    private static final BigDecimal WIDEST = BigDecimal.valueOf(1_000_000);
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    @Override
    public IntervalWidthCondition checked(int longestHorizon) {
        var threshold = Threshold.checked(atLeast, margin, WIDEST);
        PriceTarget.day(date, days, longestHorizon);
        return new IntervalWidthCondition(
                ConditionFields.level(level, USUAL_LEVEL), date, days, threshold.atLeast(), threshold.margin());
    }

    @Override
    public String description(Currency currency) {
        return "Width of the " + level.toPlainString() + "% interval " + PriceTarget.when(date, days) + " is at least "
                + atLeast.toPlainString() + " of the median";
    }

    @Override
    public Finding find(Situation situation) {
        return OutlookFinding.of(situation, date, days, (outlook, ahead) -> {
            var distribution = outlook.distribution(ahead);
            var half = level.doubleValue() / 200;
            var width = (distribution.quantile(0.5 + half) - distribution.quantile(0.5 - half))
                    / distribution.quantile(0.5);
            if (!Double.isFinite(width)) {
                return Finding.unknown(situation.coin(), "The interval is too wide for a number");
            }
            var value = BigDecimal.valueOf(width).round(DIGITS);
            var threshold = new Threshold(atLeast, margin);
            return new Finding(
                    situation.coin(),
                    threshold.standing(value),
                    value,
                    "The width of the " + level.toPlainString() + "% interval on "
                            + outlook.origin().plusDays(ahead) + " as a share of the median is "
                            + threshold.compare(value));
        });
    }

    @Override
    public Optional<Condition> forPast(Outlook now, boolean relative) {
        return Optional.of(
                new IntervalWidthCondition(level, null, PriceTarget.daysForPast(now, date, days), atLeast, margin));
    }
}
