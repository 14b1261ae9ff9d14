package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model in the history of its coin. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "ModelSummary")
public record ModelSummary(
        @Schema(examples = "42") long id,
        @Schema(examples = "bitcoin") String coin,

        @Schema(description = "A SARIMA order, or the name of a baseline", examples = "(1,1,1)(1,0,1)7")
        String order,

        ModelState state,

        @Schema(
                description = "The gate's verdict",
                nullable = true,
                examples = "its error is 0.998 of naive's in 12 windows of 14 days")
        String verdict,

        @Schema(description = "Whether trainings must not replace it; for the active model only")
        boolean pinned,

        @Schema(description = "Last day that it was trained on", examples = "2026-08-08")
        LocalDate origin,

        @Schema(
                description = "Last day that its newest state has seen: forecasts begin after it",
                examples = "2026-08-15")
        LocalDate advancedTo,

        Instant trainedAt,

        @Schema(description = "Observations that count in the likelihood", examples = "1460")
        int observations,

        @Schema(description = "null for a baseline", nullable = true, examples = "-6640.69")
        BigDecimal aicc,

        @Schema(description = "Why a baseline stands in for a SARIMA model", nullable = true)
        String fallback,

        @Schema(description = "Of the model as trained", examples = "412")
        int sizeBytes,

        @JsonRawValue
        @Schema(
                type = SchemaType.OBJECT,
                nullable = true,
                description = "The newest backtest in short: errors of the model and of the baselines over all windows",
                examples = "{\"mase_against_naive\": 0.998, \"windows\": 12, \"horizon\": 14, \"overall\": {}}")
        String scores,

        @Schema(description = "Activations: when, by whom and why; the newest first")
        List<Activation> activations) {

    /** The history of a coin's models. */
    @RegisterForReflection
    @Schema(name = "Models")
    public record Page(
            List<ModelSummary> models,

            @Schema(
                    description = "Address of older models, null if there are none",
                    nullable = true,
                    examples = "/coins/bitcoin/models?before=23&limit=20")
            String next) {}

    ModelSummary with(List<Activation> own) {
        return new ModelSummary(
                id,
                coin,
                order,
                state,
                verdict,
                pinned,
                origin,
                advancedTo,
                trainedAt,
                observations,
                aicc,
                fallback,
                sizeBytes,
                scores,
                own);
    }
}
