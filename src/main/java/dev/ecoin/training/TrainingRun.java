package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.runs.RunState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A training, an advance or a backtest of one coin with its state and result.
 *
 * @param options as requested, a JSON object
 * @param phase of a running run; or null
 * @param model that the run trained, advanced or measured; null if there is none, or if it was removed
 * @param note verdict on the model
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(description = "A training, an advance or a backtest of one coin with its state and result")
public record TrainingRun(
        @Schema(examples = "17") long id,
        @Schema(examples = "bitcoin") String coin,
        TrainingKind kind,
        RunState state,

        @Schema(description = "A user's name or the part of the service", examples = "nightly training")
        String requestedBy,

        @JsonRawValue
        @Schema(
                type = SchemaType.OBJECT,
                description = "As requested",
                examples = "{\"order\": \"auto\", \"activate\": true}")
        String options,

        @Schema(description = "Phase of a running run", nullable = true, examples = "selecting and fitting")
        String phase,

        Instant requestedAt,
        @Schema(nullable = true) Instant startedAt,
        @Schema(nullable = true) Instant endedAt,

        @Schema(description = "The model that it trained, advanced or measured", nullable = true, examples = "42")
        Long model,

        @Schema(
                description = "Verdict on the model",
                nullable = true,
                examples = "kept as a candidate: the active model is pinned")
        String note,

        @Schema(description = "Why it failed or the model was rejected", nullable = true)
        String error) {

    static final String ADDRESS = "/trainings/";
}
