package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All details of a model. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Model", allOf = ModelSummary.class)
record ModelRecord(
        @JsonUnwrapped @Schema(hidden = true) ModelSummary summary,

        @Schema(description = "null for a baseline", nullable = true, examples = "3323.36")
        BigDecimal logLikelihood,

        @Schema(description = "Time that selection and estimation took", examples = "0.174")
        BigDecimal trainingSeconds,

        @JsonRawValue
        @Schema(
                type = SchemaType.OBJECT,
                description = "By name: estimate and standard error",
                examples = "{\"ma1\": {\"estimate\": -0.05, \"standard_error\": 0.026}}")
        String coefficients,

        @JsonRawValue
        @Schema(
                type = SchemaType.OBJECT,
                description = "Ljung-Box test, roots' distance to the unit circle, scale, missing days, warnings")
        String diagnostics,

        @JsonRawValue
        @Schema(
                type = SchemaType.ARRAY,
                implementation = Object.class,
                description = "What the automatic selection tried, the best first; empty if the order was given")
        String candidates,

        @JsonRawValue
        @Schema(
                type = SchemaType.OBJECT,
                nullable = true,
                description = "The newest backtest, as GET /coins/{coin}/backtest shows it")
        String backtest,

        @Schema(description = "The newest states: one from training, and one for each advance over new days")
        List<State> states) {

    /**
     * @param servedFrom null if it never served
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "StateOfModel")
    record State(
            @Schema(examples = "57") long id,

            @Schema(description = "Last day that it has seen", examples = "2026-08-15")
            LocalDate origin,

            Instant madeAt,

            @Schema(description = "Time at which forecasts were last made from it; null if never", nullable = true)
            Instant servedFrom,

            @Schema(examples = "412") int sizeBytes) {}
}
