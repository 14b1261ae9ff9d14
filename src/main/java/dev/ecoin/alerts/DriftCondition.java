package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** The drift alarm of the served forecasts is raised. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "DriftCondition",
        description =
                "The drift alarm of /coins/{coin}/accuracy is raised. It has its own hysteresis: it is cleared when the evidence"
                        + " returns to zero. The value is the evidence",
        requiredProperties = Condition.KIND,
        properties =
                @SchemaProperty(name = Condition.KIND, type = SchemaType.STRING, enumeration = DriftCondition.KIND))
public record DriftCondition(
        @Schema(description = "Which alarm; any if left out", nullable = true, examples = "any")
        Of of) implements Condition {

    static final String KIND = "drift";

    /** The quantity that drifts. */
    @Schema(name = "DriftOf")
    public enum Of {
        /** One-day forecasts are worse than naive too often. */
        ERROR,
        /** Prices leave the 80% interval too often. */
        INTERVALS,
        /** Either. */
        ANY;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public DriftCondition checked(int longestHorizon) {
        return new DriftCondition(of == null ? Of.ANY : of);
    }

    @Override
    public String description(Currency currency) {
        return switch (of) {
            case ERROR -> "One-day forecasts drift: they are farther off than naive too often";
            case INTERVALS -> "The limits of one-day forecasts drift: prices leave them too often";
            case ANY -> "One-day forecasts or their limits drift";
        };
    }

    @Override
    public Finding find(Situation situation) {
        var drift = situation.drift();
        var isError = of != Of.INTERVALS && drift.error().drifting();
        var isIntervals = of != Of.ERROR && drift.intervals().drifting();
        var evidence = of == Of.ERROR
                ? drift.error().statistic()
                : of == Of.INTERVALS
                        ? drift.intervals().statistic()
                        : drift.error().statistic().max(drift.intervals().statistic());
        var text = isError && isIntervals
                ? "One-day forecasts are farther off than naive too often, and prices leave their 80% interval too often"
                : isError
                        ? "One-day forecasts are farther off than naive too often"
                        : isIntervals
                                ? "Prices leave the 80% interval of one-day forecasts too often"
                                : "No drift alarm is raised";
        return new Finding(situation.coin(), Standing.of(isError || isIntervals), evidence, text);
    }
}
