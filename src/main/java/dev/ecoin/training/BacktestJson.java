package dev.ecoin.training;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.evaluation.BacktestResult;
import dev.ecoin.forecasting.evaluation.ScoreTable;
import dev.ecoin.forecasting.evaluation.Scores;
import dev.ecoin.prices.PriceDigits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A backtest in the format of the table {@code model} and the endpoints. */
final class BacktestJson {

    private static final String MODEL = "model";

    /** Maximum number of forecast days to store for display, from the latest windows: about 100 kB. */
    private static final int MOST_FORECAST_DAYS = 1_000;

    /** Further digits would be noise. */
    private static final MathContext DIGITS = new MathContext(6);

    private BacktestJson() {}

    /**
     * Scores of the model and of the baselines: overall, by days ahead, by origin; and the model's forecasts in the
     * latest windows.
     *
     * @param order of the measured model
     */
    static JsonObject of(BacktestResult result, String order, BacktestRequest request, Instant at) {
        var tables = new LinkedHashMap<String, ScoreTable>();
        tables.put(MODEL, result.model());
        result.benchmarks().forEach((method, table) -> tables.put(method.name().toLowerCase(Locale.ROOT), table));
        var origins = new JsonArray();
        var byOrigin = new JsonArray();
        for (int i = 0; i < result.origins().size(); i++) {
            var window = i;
            var origin = result.origins().get(i).toString();
            origins.add(origin);
            byOrigin.add(new JsonObject().put("origin", origin).mergeIn(scores(tables, table -> table.byOrigin()
                    .get(window))));
        }
        var byHorizon = new JsonArray();
        for (int h = 0; h < result.plan().horizon(); h++) {
            var step = h;
            byHorizon.add(new JsonObject().put("days_ahead", step + 1).mergeIn(scores(tables, table -> table.byHorizon()
                    .get(step))));
        }
        return new JsonObject()
                .put("order", order)
                .put("measured_at", at.toString())
                .put(
                        "options",
                        request.json().put("training_days", result.plan().trainingDays()))
                .put("mase_against_naive", rounded(result.maseAgainstNaive()))
                .put("overall", scores(tables, ScoreTable::overall))
                .put("by_horizon", byHorizon)
                .put("by_origin", byOrigin)
                .put("origins", origins)
                .put("forecasts", forecasts(result));
    }

    /** In the form of {@code GET /coins/{coin}/forecast}: origin and days, each with price and limits by level. */
    private static JsonArray forecasts(BacktestResult result) {
        var windows = result.origins().size();
        var kept =
                Math.min(windows, Math.max(1, MOST_FORECAST_DAYS / result.plan().horizon()));
        var json = new JsonArray();
        for (int i = windows - kept; i < windows; i++) {
            var forecast = result.forecasts().get(i);
            var days = new JsonArray();
            for (int step = forecast.horizon() - result.plan().horizon(); step < forecast.horizon(); step++) {
                days.add(day(forecast, step));
            }
            json.add(new JsonObject()
                    .put("origin", result.origins().get(i).toString())
                    .put("days", days));
        }
        return json;
    }

    private static JsonObject day(Forecast forecast, int step) {
        var json = new JsonObject()
                .put("day", forecast.day(step).toString())
                .put("price", PriceDigits.round(forecast.median(step)));
        for (int k = 0; k < forecast.levels().length; k++) {
            var level = BigDecimal.valueOf(forecast.levels()[k])
                    .stripTrailingZeros()
                    .toPlainString();
            json.put("lower_" + level, price(forecast.lower(k, step)));
            json.put("upper_" + level, price(forecast.upper(k, step)));
        }
        return json;
    }

    private static BigDecimal price(double price) {
        return Double.isFinite(price) ? PriceDigits.round(price) : null;
    }

    private static JsonObject scores(Map<String, ScoreTable> tables, Function<ScoreTable, Scores> part) {
        var json = new JsonObject();
        tables.forEach((name, table) -> json.put(name, scores(part.apply(table))));
        return json;
    }

    private static JsonObject scores(Scores scores) {
        var intervals = new JsonArray();
        for (var interval : scores.intervals()) {
            intervals.add(new JsonObject()
                    .put("level", interval.level())
                    .put("coverage", rounded(interval.coverage()))
                    .put("msis", rounded(interval.msis())));
        }
        return new JsonObject()
                .put("forecasts", scores.forecasts())
                .put("mae", rounded(scores.mae()))
                .put("rmse", rounded(scores.rmse()))
                .put("smape", rounded(scores.smape()))
                .put("mase", rounded(scores.mase()))
                .put("intervals", intervals);
    }

    /** null if the number is not finite, because JSON has no such numbers. */
    private static Double rounded(double value) {
        return Double.isFinite(value)
                ? Double.valueOf(new BigDecimal(value).round(DIGITS).doubleValue())
                : null;
    }
}
