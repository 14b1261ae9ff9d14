package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.intervals.Method;
import dev.ecoin.forecasting.sarima.Candidate;
import dev.ecoin.forecasting.sarima.Diagnostics;
import dev.ecoin.forecasting.sarima.SarimaModel;
import dev.ecoin.forecasting.series.DailySeries;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the table {@code model} tells of a fitted model beside its blob. Figures that are not known are null, and so are
 * infinite ones, for JSON has neither.
 *
 * @param name a SARIMA order such as (1,1,1)(1,0,1)7, or the name of a baseline
 * @param observations that count in the likelihood
 * @param logLikelihood null for a baseline
 * @param aicc null for a baseline or where there are too few observations
 * @param fallback why a baseline stands in for a SARIMA model, null if none does
 * @param coefficients estimate and standard_error by name
 * @param diagnostics Ljung-Box test, roots, scale, missing days, warnings, and where the intervals come from
 * @param candidates what the automatic selection tried, best first
 */
record ModelDescription(
        String name,
        int observations,
        Double logLikelihood,
        Double aicc,
        String fallback,
        JsonObject coefficients,
        JsonObject diagnostics,
        JsonArray candidates) {

    static ModelDescription of(FittedModel model, DailySeries series) {
        if (model instanceof SarimaModel sarima) {
            return new ModelDescription(
                    sarima.order().toString(),
                    sarima.observations(),
                    finite(sarima.logLikelihood()),
                    finite(sarima.aicc()),
                    null,
                    coefficients(sarima.coefficients(), sarima.standardErrors()),
                    diagnostics(sarima.diagnostics()).put("intervals", intervals(sarima.intervals())),
                    candidates(sarima.candidates()));
        }
        if (model instanceof BaselineModel baseline) {
            return new ModelDescription(
                    name(baseline.baseline().method()),
                    series.size() - series.missing(),
                    null,
                    null,
                    baseline.fallback().map(Fallback::detail).orElse(null),
                    new JsonObject(),
                    new JsonObject()
                            .put("missing_days", series.missing())
                            .put("intervals", intervals(baseline.intervals())),
                    new JsonArray());
        }
        throw new IllegalArgumentException(
                "no description of " + model.getClass().getName());
    }

    private static JsonObject coefficients(Map<String, Double> estimates, Map<String, Double> standardErrors) {
        var json = new JsonObject();
        estimates.forEach((name, estimate) -> json.put(
                name,
                new JsonObject()
                        .put("estimate", finite(estimate))
                        .put("standard_error", finite(standardErrors.get(name)))));
        return json;
    }

    private static JsonObject diagnostics(Diagnostics diagnostics) {
        var test = diagnostics.ljungBox();
        var warnings = new JsonArray();
        diagnostics.warnings().stream().map(ModelDescription::name).sorted().forEach(warnings::add);
        return new JsonObject()
                .put(
                        "ljung_box",
                        new JsonObject()
                                .put("statistic", finite(test.statistic()))
                                .put("lags", test.lags())
                                .put("degrees_of_freedom", test.degreesOfFreedom())
                                .put("p_value", finite(test.pValue())))
                .put("ar_root_distance", finite(diagnostics.arRootDistance()))
                .put("ma_root_distance", finite(diagnostics.maRootDistance()))
                .put("root_gap", finite(diagnostics.rootGap()))
                .put("scale", finite(diagnostics.scale()))
                .put("missing_days", diagnostics.missing())
                .put("warnings", warnings);
    }

    private static JsonObject intervals(Intervals intervals) {
        if (!(intervals instanceof CalibratedIntervals calibrated)) {
            return new JsonObject().put("method", name(Method.GAUSSIAN));
        }
        var calibration = calibrated.calibration();
        var trials = new JsonArray();
        for (var trial : calibration.trials()) {
            trials.add(new JsonObject()
                    .put("method", name(trial.method()))
                    .put("coverage_80", finite(trial.coverage80()))
                    .put("coverage_95", finite(trial.coverage95()))
                    .put("score", finite(trial.score())));
        }
        var weekdays = new JsonObject();
        calibrated.weekdays().forEach((day, size) -> weekdays.put(name(day), size));
        return new JsonObject()
                .put("method", name(calibration.method()))
                .put("innovations", calibration.innovations())
                .put("longest_horizon", calibration.longestHorizon())
                .put("agitation", finite(calibrated.agitation()))
                .put("weekdays", weekdays)
                .put("trials", trials);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonArray candidates(List<Candidate> candidates) {
        var json = new JsonArray();
        for (var candidate : candidates) {
            json.add(new JsonObject()
                    .put("order", candidate.order().toString())
                    .put("constant", name(candidate.constant()))
                    .put("aicc", finite(candidate.aicc()))
                    .put("admissible", candidate.admissible()));
        }
        return json;
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
