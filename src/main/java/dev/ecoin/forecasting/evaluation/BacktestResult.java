package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.baseline.Baseline;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Results of a backtest.
 *
 * @param plan the plan that was run
 * @param origins the last day known to each window's forecast, oldest first
 * @param forecasts the forecaster's forecasts, in the order of the origins. If the days before an origin are missing,
 *     its forecast starts earlier and still covers the whole window
 * @param model scores of the forecaster
 * @param benchmarks scores of naive, seasonal naive and drift with Gaussian intervals on the same days; a benchmark
 *     that cannot be fitted at every origin is absent
 */
public record BacktestResult(
        BacktestPlan plan,
        List<LocalDate> origins,
        List<Forecast> forecasts,
        ScoreTable model,
        Map<Baseline.Method, ScoreTable> benchmarks) {

    public BacktestResult {
        origins = List.copyOf(origins);
        forecasts = List.copyOf(forecasts);
        var ordered = new EnumMap<Baseline.Method, ScoreTable>(Baseline.Method.class);
        ordered.putAll(benchmarks);
        benchmarks = Collections.unmodifiableMap(ordered);
    }

    /** MASE relative to that of naive: below 1, the forecaster beats naive. NaN if either is unknown. */
    public double maseAgainstNaive() {
        var naive = benchmarks.get(Baseline.Method.NAIVE);
        return naive == null
                ? Double.NaN
                : model.overall().mase() / naive.overall().mase();
    }
}
