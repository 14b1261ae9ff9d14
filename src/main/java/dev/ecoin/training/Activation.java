package dev.ecoin.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Requests that a model becomes active. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Activation")
public record Activation(
        Instant at,

        @Schema(description = "A user's name or the part of the service", examples = "nightly training")
        String by,

        @Schema(examples = "newly trained; its error is 0.998 of naive's in 12 windows of 14 days")
        String reason,

        @Schema(description = "Whether trainings must not replace it")
        boolean pinned) {}
