package dev.ecoin.alerts;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import dev.ecoin.http.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** Fires if the newest price is older than a number of days. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(
        name = "StalePricesCondition",
        description =
                "The newest price is older than `older_than_days`: the `freshness_days` of /coins/{coin} are more. The value is that"
                        + " number of days",
        requiredProperties = {Condition.KIND, "older_than_days"},
        properties =
                @SchemaProperty(
                        name = Condition.KIND,
                        type = SchemaType.STRING,
                        enumeration = StalePricesCondition.KIND))
public record StalePricesCondition(
        @Schema(description = "Days that the newest price may be old", examples = "3")
        Integer olderThanDays) implements Condition {

    static final String KIND = "stale_prices";

    private static final int OLDEST = 10_000;

    @Override
    public StalePricesCondition checked(int longestHorizon) {
        var valid = "a whole number from 1 to " + OLDEST;
        if (olderThanDays == null) {
            throw ProblemException.badRequest(
                    "condition.older_than_days", null, "The field 'condition.older_than_days' is missing", valid);
        }
        if (olderThanDays < 1 || olderThanDays > OLDEST) {
            throw ConditionFields.outOfRange("older_than_days", olderThanDays, valid);
        }
        return this;
    }

    @Override
    public String description(Currency currency) {
        return "The newest price is older than " + olderThanDays + (olderThanDays == 1 ? " day" : " days");
    }

    @Override
    public Finding find(Situation situation) {
        return situation
                .lastDay()
                .map(day -> {
                    var age = ChronoUnit.DAYS.between(day, situation.today());
                    return new Finding(
                            situation.coin(),
                            Standing.of(age > olderThanDays),
                            BigDecimal.valueOf(age),
                            "The newest price, of " + day + ", is " + age + (age == 1 ? " day" : " days") + " old");
                })
                .orElseGet(() -> Finding.unknown(situation.coin(), "No price of " + situation.coin() + " is stored"));
    }
}
