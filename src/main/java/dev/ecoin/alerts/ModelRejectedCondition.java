package dev.ecoin.alerts;

import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** Fires while the newest trained model is rejected. */
@RegisterForReflection
@Schema(
        name = "ModelRejectedCondition",
        description = "The newest training of the coin brought a model that was rejected",
        requiredProperties = Condition.KIND,
        properties =
                @SchemaProperty(
                        name = Condition.KIND,
                        type = SchemaType.STRING,
                        enumeration = ModelRejectedCondition.KIND))
public record ModelRejectedCondition() implements Condition {

    static final String KIND = "model_rejected";

    @Override
    public ModelRejectedCondition checked(int longestHorizon) {
        return this;
    }

    @Override
    public String description(Currency currency) {
        return "The newest training's model was rejected";
    }

    @Override
    public Finding find(Situation situation) {
        var rejection = situation.rejection();
        return new Finding(
                situation.coin(),
                Standing.of(rejection.isPresent()),
                null,
                rejection
                        .map(why -> "The newest training's model was rejected: " + why)
                        .orElse("The newest training's model was not rejected"));
    }
}
