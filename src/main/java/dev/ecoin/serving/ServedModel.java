package dev.ecoin.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.training.StoredModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The model and state behind an answer.
 *
 * @param state a model advances over new days without re-estimation; each advance creates a new state
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
        Instant madeAt,

        @Schema(
                description =
                        "What several coins told together, which its limits also rest on; left out if nothing did")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Pool pool) {

    /**
     * A row of the table {@code pool}.
     *
     * @param coins number of coins
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "ForecastPool")
    public record Pool(
            @Schema(examples = "3") long id,

            @Schema(description = "A UTC date", examples = "2026-11-01")
            LocalDate estimatedOn,

            @Schema(description = "How many coins it was estimated from", examples = "12")
            int coins) {}

    public static ServedModel of(StoredModel model) {
        return new ServedModel(
                model.id(),
                model.state(),
                model.name(),
                model.origin(),
                model.trainedAt(),
                model.madeAt(),
                model.fitted()
                        .intervals()
                        .pool()
                        .map(pool -> new Pool(pool.id(), pool.estimatedOn(), pool.coins()))
                        .orElse(null));
    }
}
