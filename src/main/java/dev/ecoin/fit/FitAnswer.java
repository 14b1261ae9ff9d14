package dev.ecoin.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.ModelDescription;
import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.intervals.Method;
import dev.ecoin.forecasting.series.DailySeries;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The model that a request asks for, and the line of output.
 *
 * @param series the request's values
 * @param cpuMillis that fitting it took
 */
public record FitAnswer(FitRequest request, DailySeries series, FittedModel model, double cpuMillis) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int WEEK = 7;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Fits the model, or a baseline that stands in for it. */
    public static FitAnswer of(FitRequest request) {
        var forecaster = request.forecaster();
        var series = DailySeries.of(request.start(), request.values());

        var start = cpuTime();
        var model = forecaster.fit(series);
        return new FitAnswer(request, series, model, (cpuTime() - start) / NANOS_PER_MILLI);
    }

    /** What there is to say where no model can be fitted. */
    public static ObjectNode error(JsonNode id, String message) {
        var error = JSON.objectNode();
        error.set("id", id);
        return error.put("error", message);
    }

    /** The model, its statistics and forecasts. */
    public ObjectNode json() {
        var answer = JSON.objectNode();
        answer.set("id", request.id());
        var description = model.describe(series);
        describe(description, answer, request);
        forecast(model, answer, request);
        answer.set("intervals", intervals(model.intervals(), model.origin()));
        String fallback = description.fallback() == null ? null : description.name() + ": " + description.fallback();
        answer.put("fallback", fallback);
        answer.put("cpu_millis", cpuMillis);
        return answer;
    }

    private static void describe(ModelDescription description, ObjectNode answer, FitRequest request) {
        answer.set("order", order(description.order()));
        answer.set("seasonal", order(description.seasonalOrder()));
        answer.put("period", request.period());
        answer.set("coefficients", object(description.coefficients()));
        answer.set("standard_errors", object(description.standardErrors()));
        put(answer, "sigma2", description.sigma2());
        put(answer, "log_likelihood", description.logLikelihood());
        put(answer, "aic", description.aic());
        put(answer, "aicc", description.aicc());
        put(answer, "bic", description.bic());
        answer.put("observations", description.observations());
    }

    /** Null for a model without one. */
    private static JsonNode order(List<Integer> order) {
        if (order.isEmpty()) {
            return JSON.nullNode();
        }
        var array = JSON.arrayNode(order.size());
        order.forEach(array::add);
        return array;
    }

    private static void forecast(FittedModel model, ObjectNode answer, FitRequest request) {
        // The series ends at its last observation, the input may not: forecasts follow the input's end.
        var skipped = missingAtEnd(request.values());
        var horizon = request.horizon() + skipped;
        var forecast = model.forecast(horizon, request.levels());
        answer.set("forecast", tail(forecast.median(), skipped));
        answer.set("forecast_se", tail(model.standardError(horizon), skipped));
        var lower = answer.putObject("lower");
        var upper = answer.putObject("upper");
        for (int level = 0; level < request.levels().length; level++) {
            var name = BigDecimal.valueOf(request.levels()[level])
                    .stripTrailingZeros()
                    .toPlainString();
            lower.set(name, tail(forecast.lower()[level], skipped));
            upper.set(name, tail(forecast.upper()[level], skipped));
        }
    }

    private static ObjectNode intervals(Intervals intervals, LocalDate origin) {
        return intervals
                .calibrated()
                .map(calibrated -> calibrated(calibrated, origin))
                .orElseGet(() -> JSON.objectNode().put("method", name(Method.GAUSSIAN)));
    }

    private static ObjectNode calibrated(CalibratedIntervals calibrated, LocalDate origin) {
        var object = JSON.objectNode();
        var calibration = calibrated.calibration();
        object.put("method", name(calibration.method()));
        object.put("innovations", calibration.innovations());
        object.put("longest_horizon", calibration.longestHorizon());
        object.put("agitation", calibrated.agitation());
        object.put("trend_factor", calibrated.trendFactor(WEEK));
        // The series' days have no dates, so its weekdays have no names.
        var nextWeek = object.putArray("next_week");
        var sizes = calibrated.weekdays();
        origin.plusDays(1)
                .datesUntil(origin.plusDays(1L + sizes.size()))
                .forEach(day -> nextWeek.add(sizes.get(day.getDayOfWeek())));
        var trials = object.putArray("trials");
        for (var trial : calibration.trials()) {
            trials.addObject()
                    .put("method", name(trial.method()))
                    .put("coverage_80", trial.coverage80())
                    .put("coverage_95", trial.coverage95())
                    .put("score", trial.score());
        }
        return object;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static int missingAtEnd(double[] values) {
        var count = 0;
        while (Double.isNaN(values[values.length - 1 - count])) {
            count++;
        }
        return count;
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static ArrayNode tail(double[] values, int skipped) {
        var array = JSON.arrayNode(values.length - skipped);
        Arrays.stream(values, skipped, values.length).forEach(value -> {
            if (Double.isFinite(value)) {
                array.add(value);
            } else {
                array.addNull();
            }
        });
        return array;
    }

    private static ObjectNode object(Map<String, Double> values) {
        var object = JSON.objectNode();
        values.forEach((name, value) -> put(object, name, value));
        return object;
    }

    /** JSON has no NaN: what is not known is null. */
    private static void put(ObjectNode object, String name, double value) {
        if (Double.isFinite(value)) {
            object.put(name, value);
        } else {
            object.putNull(name);
        }
    }
}
