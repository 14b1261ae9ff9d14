package dev.ecoin.alerts;

import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** Fires while a baseline or an older state serves instead of a SARIMA model. */
@RegisterForReflection
@Schema(
        name = "FallbackCondition",
        description =
                "A baseline serves in the place of a model, or an older state in the place of one that cannot be read",
        requiredProperties = Condition.KIND,
        properties =
                @SchemaProperty(name = Condition.KIND, type = SchemaType.STRING, enumeration = FallbackCondition.KIND))
public record FallbackCondition() implements Condition {

    static final String KIND = "fallback";

    @Override
    public FallbackCondition checked(int longestHorizon) {
        return this;
    }

    @Override
    public String description(Currency currency) {
        return "A fallback model serves";
    }

    @Override
    public Finding find(Situation situation) {
        if (situation.outlook().isEmpty()) {
            return Finding.unknown(situation.coin(), "No model serves " + situation.coin());
        }
        var standIn = situation.standIn();
        return new Finding(
                situation.coin(),
                Standing.of(standIn.isPresent()),
                null,
                standIn.map(why -> "A fallback model serves: " + why).orElse("No fallback model serves"));
    }
}
