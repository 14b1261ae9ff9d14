package dev.ecoin.fitting;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes to readers of the OpenAPI document what {@link dev.ecoin.fit.BacktestAnswer} writes. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "BacktestedSeries", description = "Scores of forecasts of a series' past, or id and error alone")
record BacktestedSeries(
        @Schema(
                description = "The series' own",
                required = true,
                oneOf = {String.class, Double.class},
                examples = "\"visits\"")
        Object id,

        @Schema(description = "Why there are no scores; left out where there are")
        String error,

        @Schema(description = "Origins that were scored") Integer windows,

        @Schema(description = "Mean absolute scaled error over naive's: below 1 is better", nullable = true)
        Double maseAgainstNaive,

        @Schema(description = "Of the forecaster") ForecastScores model,

        @Schema(description = "Of the last value as the forecast")
        ForecastScores naive,

        @Schema(description = "Of the value a season before")
        ForecastScores seasonalNaive,

        @Schema(description = "Of the line from the first to the last value")
        ForecastScores drift,

        @Schema(description = "Of the forecaster, by steps ahead")
        List<ForecastScores> byHorizon) {

    /** Describes {@link dev.ecoin.forecasting.evaluation.Scores}. */
    @Schema(name = "ForecastScores")
    record ForecastScores(
            @Schema(description = "Values that were scored") Integer forecasts,

            @Schema(description = "Mean absolute error", nullable = true)
            Double mae,

            @Schema(description = "Root mean squared error", nullable = true)
            Double rmse,

            @Schema(description = "Symmetric mean absolute percentage error", nullable = true)
            Double smape,

            @Schema(description = "Mean absolute scaled error", nullable = true)
            Double mase,

            List<IntervalScores> intervals) {}

    /** Describes {@link dev.ecoin.forecasting.evaluation.Scores.Interval}. */
    @Schema(name = "IntervalScores")
    record IntervalScores(
            @Schema(description = "Of the interval, in percent")
            Double level,

            @Schema(description = "Values within the limits, in percent", nullable = true)
            Double coverage,

            @Schema(description = "Mean scaled interval score", nullable = true)
            Double msis) {}
}
