package dev.ecoin.training;

import dev.ecoin.forecasting.ModelDescription;
import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.intervals.Method;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Description of a fitted model as JSON, stored with its blob in the table {@code model}. Unknown and infinite figures
 * are null, because JSON has neither.
 */
final class DescriptionJson {

    private static final int WEEK = 7;

    private DescriptionJson() {}

    /** estimate and standard_error, by name. */
    static JsonObject coefficients(ModelDescription description) {
        var json = new JsonObject();
        description
                .coefficients()
                .forEach((name, estimate) -> json.put(
                        name,
                        new JsonObject()
                                .put("estimate", finite(estimate))
                                .put(
                                        "standard_error",
                                        finite(description.standardErrors().getOrDefault(name, Double.NaN)))));
        return json;
    }

    /** Quality of the fit, and the origin of the intervals. */
    static JsonObject diagnostics(ModelDescription description, Intervals intervals) {
        return object(description.diagnostics()).put("intervals", intervals(intervals));
    }

    /** Candidates of the automatic selection, best first. */
    static JsonArray candidates(ModelDescription description) {
        return array(description.candidates());
    }

    private static JsonObject intervals(Intervals intervals) {
        return intervals.calibrated().map(DescriptionJson::calibrated).orElseGet(() -> new JsonObject()
                .put("method", name(Method.GAUSSIAN)));
    }

    private static JsonObject calibrated(CalibratedIntervals intervals) {
        var calibration = intervals.calibration();
        var trials = new JsonArray();
        for (var trial : calibration.trials()) {
            trials.add(new JsonObject()
                    .put("method", name(trial.method()))
                    .put("coverage_80", finite(trial.coverage80()))
                    .put("coverage_95", finite(trial.coverage95()))
                    .put("score", finite(trial.score())));
        }
        var weekdays = new JsonObject();
        intervals.weekdays().forEach((day, size) -> weekdays.put(name(day), size));
        var pool = intervals.pool().map(version -> new JsonObject()
                .put("id", version.id())
                .put("estimated_on", version.estimatedOn().toString())
                .put("coins", version.coins()));
        return new JsonObject()
                .put("method", name(calibration.method()))
                .put("pool", pool.orElse(null))
                .put("innovations", calibration.innovations())
                .put("longest_horizon", calibration.longestHorizon())
                .put("agitation", finite(intervals.agitation()))
                .put("trend_factor", finite(intervals.trendFactor(WEEK)))
                .put("weekdays", weekdays)
                .put("trials", trials);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject object(Map<?, ?> tree) {
        var json = new JsonObject();
        tree.forEach((name, value) -> json.put(name.toString(), json(value)));
        return json;
    }

    private static JsonArray array(List<?> tree) {
        var json = new JsonArray();
        tree.forEach(value -> json.add(json(value)));
        return json;
    }

    private static Object json(Object value) {
        if (value instanceof Map<?, ?> tree) {
            return object(tree);
        }
        if (value instanceof List<?> tree) {
            return array(tree);
        }
        return value instanceof Double number ? finite(number) : value;
    }

    /** null if not finite. */
    static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
