package dev.ecoin.fit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.forecasting.evaluation.Backtest;
import dev.ecoin.forecasting.evaluation.BacktestResult;
import dev.ecoin.forecasting.evaluation.Scores;
import dev.ecoin.forecasting.series.DailySeries;
import java.util.Locale;

/** The scores of a series' forecasts from past origins: over all, and by steps ahead. */
public record BacktestAnswer(FitRequest request, BacktestResult result) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Makes and scores the forecasts. */
    public static BacktestAnswer of(BacktestRequest request) {
        var series = request.series();
        return new BacktestAnswer(
                series,
                Backtest.run(
                        series.forecaster(),
                        DailySeries.of(series.start(), series.values()),
                        request.origins().plan(series)));
    }

    /** A benchmark that cannot be fitted at every origin is left out; what is not known is null. */
    public ObjectNode json() {
        var json = JSON.objectNode();
        json.set("id", request.id());
        json.put("windows", result.origins().size());
        put(json, "mase_against_naive", result.maseAgainstNaive());
        json.set("model", json(result.model().overall()));
        result.benchmarks()
                .forEach((method, table) -> json.set(method.name().toLowerCase(Locale.ROOT), json(table.overall())));
        var byHorizon = json.putArray("by_horizon");
        result.model().byHorizon().forEach(scores -> byHorizon.add(json(scores)));
        return json;
    }

    private static ObjectNode json(Scores scores) {
        var json = JSON.objectNode().put("forecasts", scores.forecasts());
        put(json, "mae", scores.mae());
        put(json, "rmse", scores.rmse());
        put(json, "smape", scores.smape());
        put(json, "mase", scores.mase());
        var intervals = json.putArray("intervals");
        for (var interval : scores.intervals()) {
            var level = intervals.addObject().put("level", interval.level());
            put(level, "coverage", interval.coverage());
            put(level, "msis", interval.msis());
        }
        return json;
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }
}
