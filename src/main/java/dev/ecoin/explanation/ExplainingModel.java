package dev.ecoin.explanation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.training.StoredModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The model that one-step fits and forecasts come from. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "ExplainingModel")
record ExplainingModel(
        @Schema(examples = "17") long id,

        @Schema(description = "The state of the model that forecasts", examples = "23")
        long state,

        @Schema(examples = "(0,1,0)(0,0,1)7") String order,

        @Schema(description = "Day of the last observation", examples = "2026-08-08")
        LocalDate origin,

        @Schema(description = "When the parameters were estimated")
        Instant trainedAt) {

    static ExplainingModel of(StoredModel model) {
        return new ExplainingModel(model.id(), model.state(), model.name(), model.origin(), model.trainedAt());
    }
}
