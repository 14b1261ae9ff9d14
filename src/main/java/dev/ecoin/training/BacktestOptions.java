package dev.ecoin.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Options of a backtest; null stands for the gate's configured value. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "BacktestRequest", description = "Fields that are left out have the gate's configured values")
public record BacktestOptions(
        @Schema(
                description = "Origins at most, up to " + BacktestRequest.MOST_WINDOWS + ", or "
                        + BacktestRequest.MOST_REFITS + " with refit",
                examples = "12")
        Integer windows,

        @Schema(description = "Days between origins, up to " + BacktestRequest.LONGEST_STEP, examples = "14")
        Integer step,

        @Schema(
                description = "Days forecast from each origin, up to " + BacktestRequest.LONGEST_HORIZON,
                examples = "14")
        Integer horizon,

        @Schema(
                description = "Change of the model from one origin to the next",
                enumeration = {"advance", "refit"})
        String update) {

    /** The configured values. */
    public static final BacktestOptions STANDARD = new BacktestOptions(null, null, null, null);

    /** Re-estimates the parameters at each origin. */
    public static final String REFIT = BacktestRequest.label(Update.REFIT);

    /**
     * @throws ProblemException 400 or 422 that names the invalid field
     */
    BacktestRequest request(BacktestRequest standard) {
        var way = update == null
                ? standard.update()
                : Parameters.choice("update", update, Update.values(), BacktestRequest::label);
        return new BacktestRequest(
                within(
                        "windows",
                        windows,
                        way == Update.REFIT ? BacktestRequest.MOST_REFITS : BacktestRequest.MOST_WINDOWS,
                        standard.windows()),
                within("step", step, BacktestRequest.LONGEST_STEP, standard.step()),
                within("horizon", horizon, BacktestRequest.LONGEST_HORIZON, standard.horizon()),
                way);
    }

    private static int within(String name, Integer value, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < 1 || value > most) {
            throw ProblemException.unprocessable(
                    name, value.toString(), "The field '" + name + "' is " + value, "a whole number from 1 to " + most);
        }
        return value;
    }
}
