package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** Fires if the newest price is outside the interval forecast the day before. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "AnomalyCondition",
        description =
                "The newest price is an anomaly as /coins/{coin}/anomalies reports it: outside the interval that the model gave the"
                        + " day before. The value is the probability of a price at least as far from the median",
        requiredProperties = Condition.KIND,
        properties =
                @SchemaProperty(name = Condition.KIND, type = SchemaType.STRING, enumeration = AnomalyCondition.KIND))
public record AnomalyCondition(
        @Schema(description = "Coverage of the interval in percent; 99 if left out", nullable = true, examples = "99")
        BigDecimal level)
        implements Condition {

    static final String KIND = "anomaly";

    private static final String USUAL_LEVEL = "99";

    @Override
    public AnomalyCondition checked(int longestHorizon) {
        return new AnomalyCondition(ConditionFields.level(level, USUAL_LEVEL));
    }

    @Override
    public String description(Currency currency) {
        return "The newest price is outside its " + level.toPlainString() + "% interval";
    }

    @Override
    public Finding find(Situation situation) {
        return situation
                .newest(level)
                .map(newest -> new Finding(
                        situation.coin(),
                        Standing.of(newest.anomalous()),
                        newest.probability(),
                        "The price of " + newest.day() + ", " + newest.price().toPlainString() + " "
                                + situation.currency()
                                + ", is " + (newest.anomalous() ? "outside" : "inside") + " the "
                                + level.toPlainString()
                                + "% interval from " + newest.lower().toPlainString() + " to "
                                + newest.upper().toPlainString()))
                .orElseGet(() -> Finding.unknown(
                        situation.coin(), "No price of " + situation.coin() + " can be compared with a forecast"));
    }
}
