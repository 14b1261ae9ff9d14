package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.baseline.Baseline;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a backtest measured.
 *
 * @param plan as asked for
 * @param origins the last day that each window's forecast knew of, the oldest first
 * @param forecasts the forecaster's own, one for each origin in the same order; one from before its window's origin,
 *     because the last days before that have no value, reaches as far all the same
 * @param model what the forecaster scored
 * @param benchmarks what naive, seasonal naive and drift with Gaussian intervals scored on the same days; one that cannot
 *     be fitted at every origin is absent
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

    /** Mean absolute scaled error over that of naive: below 1 the forecaster beats it. NaN if either is not known. */
    public double maseAgainstNaive() {
        var naive = benchmarks.get(Baseline.Method.NAIVE);
        return naive == null
                ? Double.NaN
                : model.overall().mase() / naive.overall().mase();
    }
}
