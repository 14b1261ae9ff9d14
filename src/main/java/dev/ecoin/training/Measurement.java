package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.evaluation.Backtest;
import dev.ecoin.forecasting.evaluation.BacktestResult;
import dev.ecoin.forecasting.series.DailySeries;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * Backtest of a model's order.
 *
 * @param name the order, or a baseline's method
 */
record Measurement(String name, BacktestRequest request, BacktestResult result) {

    /**
     * Backtests the order of a model fitted to a series.
     *
     * @throws dev.ecoin.forecasting.series.SeriesException if the series is too short for one window
     */
    static Measurement of(FittedModel model, String name, DailySeries series, BacktestRequest request) {
        return new Measurement(name, request, Backtest.run(model.forecaster(), series, request.plan()));
    }

    /** Mean absolute scaled error relative to that of naive; NaN if naive's is 0. */
    double ratio() {
        return result.maseAgainstNaive();
    }

    JsonObject json(Instant at) {
        return BacktestJson.of(result, name, request, at);
    }

    /** The result in words. */
    @Override
    public String toString() {
        return Double.isNaN(ratio())
                ? "its error cannot be put against naive's, which makes none"
                : String.format(
                        Locale.ROOT,
                        "its error is %.3f of naive's in %d windows of %d days",
                        ratio(),
                        result.origins().size(),
                        request.horizon());
    }
}
