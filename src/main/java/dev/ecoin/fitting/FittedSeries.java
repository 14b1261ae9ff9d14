package dev.ecoin.fitting;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes to readers of the OpenAPI document what {@link dev.ecoin.fit.FitAnswer} writes. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "FittedSeries", description = "The model of a series and its forecasts, or id and error alone")
record FittedSeries(
        @Schema(
                description = "The series' own",
                required = true,
                oneOf = {String.class, Double.class},
                examples = "\"visits\"")
        Object id,

        @Schema(description = "Why there is no model; left out where there is one")
        String error,

        @Schema(description = "[p,d,q], null for a baseline", nullable = true)
        List<Integer> order,

        @Schema(description = "[P,D,Q], null for a baseline", nullable = true)
        List<Integer> seasonal,

        @Schema(description = "Steps in a season") Integer period,
        @Schema(description = "By name, such as ma1") Map<String, Double> coefficients,

        @Schema(description = "By the same names, null where unknown")
        Map<String, Double> standardErrors,

        @Schema(description = "Variance of the innovations", nullable = true)
        Double sigma2,

        @Schema(description = "Exact, on the scale of R's arima", nullable = true)
        Double logLikelihood,

        @Schema(nullable = true) Double aic,
        @Schema(nullable = true) Double aicc,
        @Schema(nullable = true) Double bic,
        @Schema(description = "Values that are not missing") Integer observations,
        @Schema(description = "Median of each step") List<Double> forecast,

        @Schema(description = "Standard error of each step; with log, of its logarithm")
        List<Double> forecastSe,

        @Schema(description = "Lower limits of each step, by level")
        Map<String, List<Double>> lower,

        @Schema(description = "Upper limits of each step, by level")
        Map<String, List<Double>> upper,

        @Schema(description = "How limits were made: method, and if calibrated its figures")
        Object intervals,

        @Schema(description = "Why a baseline stands in, null for a model", nullable = true)
        String fallback,

        @Schema(description = "Processor time of the fit") Double cpuMillis) {}
