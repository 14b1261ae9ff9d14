package dev.ecoin.serving;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.training.StoredModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where an answer comes from.
 *
 * @param state a model advances over new days without a new estimation; each advance makes a new state
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "ForecastModel")
public record ServedModel(
        @Schema(examples = "17") long id,

        @Schema(description = "The state that forecasts: a new one with every new day", examples = "23")
        long state,

        @Schema(
                description = "A SARIMA order, or the name of the baseline that stands in",
                examples = "(0,1,0)(0,0,1)7")
        String order,

        @Schema(description = "Day of the last observation", examples = "2026-08-08")
        LocalDate origin,

        @Schema(description = "Time at which the parameters were estimated")
        Instant trainedAt,

        @Schema(
                description = "When the state was made, by training or by moving over new days: it has taken in the"
                        + " prices to its origin as they were stored then")
        Instant madeAt) {

    public static ServedModel of(StoredModel model) {
        return new ServedModel(
                model.id(), model.state(), model.name(), model.origin(), model.trainedAt(), model.madeAt());
    }
}
