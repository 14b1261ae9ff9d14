package dev.ecoin.spark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.fit.FitRequest;
import dev.ecoin.forecasting.evaluation.Backtest;
import dev.ecoin.forecasting.evaluation.Scores;
import dev.ecoin.forecasting.series.DailySeries;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The scores of a series' backtest as a row: overall and by steps ahead.
 *
 * @param origins origins of the forecasts
 */
record BacktestRow(Origins origins) implements Answers.Work {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static final StructType SCHEMA = Schemas.answer()
            .add("windows", DataTypes.IntegerType)
            .add("mase_against_naive", DataTypes.DoubleType)
            .add("model", scores())
            .add("naive", scores())
            .add("seasonal_naive", scores())
            .add("drift", scores())
            .add("by_horizon", DataTypes.createArrayType(scores()));

    @Override
    public ObjectNode apply(FitRequest request, Series series) {
        var result = Backtest.run(
                request.forecaster(), DailySeries.of(request.start(), request.values()), origins.plan(request));
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
        }
    }

    private static StructType scores() {
        var interval = new StructType()
                .add("level", DataTypes.DoubleType)
                .add("coverage", DataTypes.DoubleType)
                .add("msis", DataTypes.DoubleType);
        return new StructType()
                .add("forecasts", DataTypes.IntegerType)
                .add("mae", DataTypes.DoubleType)
                .add("rmse", DataTypes.DoubleType)
                .add("smape", DataTypes.DoubleType)
                .add("mase", DataTypes.DoubleType)
                .add("intervals", DataTypes.createArrayType(interval));
    }
}
