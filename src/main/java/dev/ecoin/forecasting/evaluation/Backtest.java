package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.Interruption;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Training;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeasonalScale;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.SeriesException.Reason;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rolling-origin evaluation (Tashman 2000): makes forecasts from past origins, each from the days up to its origin
 * only, and scores them against the actual values. Deterministic.
 */
public final class Backtest {

    private static final List<Baseline.Method> BENCHMARKS =
            List.of(Baseline.Method.NAIVE, Baseline.Method.SEASONAL_NAIVE, Baseline.Method.DRIFT);

    private final DailySeries series;
    private final BacktestPlan plan;
    private final List<LocalDate> origins;
    private final double[] levels;

    private Backtest(DailySeries series, BacktestPlan plan) {
        this.series = series;
        this.plan = plan;
        levels = plan.levels().stream().mapToDouble(Double::doubleValue).toArray();
        LocalDate newest = series.end().minusDays(plan.horizon());
        LocalDate oldest = series.start().plusDays(plan.trainingDays() - 1L);
        origins = new ArrayList<>(Stream.iterate(newest, origin -> origin.minusDays(plan.step()))
                .limit(plan.windows())
                .takeWhile(origin -> !origin.isBefore(oldest))
                .filter(this::isObservedEnough)
                .toList());
        Collections.reverse(origins);
        if (origins.isEmpty()) {
            throw new SeriesException(
                    Reason.TOO_SHORT,
                    series.size() + " days are too few to train on " + plan.trainingDays() + " and score "
                            + plan.horizon());
        }
    }

    /**
     * Makes and scores the forecasts of a plan.
     *
     * @param forecaster the forecaster to score; if it falls back to a baseline, the baseline is scored
     * @param series daily values; missing days are not scored
     * @throws SeriesException TOO_SHORT if the series is too short for one window; also every exception of the
     *     forecaster
     */
    public static BacktestResult run(Forecaster forecaster, DailySeries series, BacktestPlan plan) {
        var backtest = new Backtest(series, plan);
        var forecasts = new ArrayList<Forecast>();
        var model = backtest.score(forecaster, forecasts::add);
        var benchmarks = new EnumMap<Baseline.Method, ScoreTable>(Baseline.Method.class);
        for (var method : BENCHMARKS) {
            backtest.scoreIfFitted(method).ifPresent(table -> benchmarks.put(method, table));
        }
        return new BacktestResult(plan, backtest.origins, forecasts, model, benchmarks);
    }

    /** Whether at least half of the required training days, and at least one of the days to score, are observed. */
    private boolean isObservedEnough(LocalDate origin) {
        int end = (int) ChronoUnit.DAYS.between(series.start(), origin) + 1;
        int start = plan.training() == Training.ROLLING ? end - plan.trainingDays() : 0;
        return observed(start, end) >= Math.max(2, plan.trainingDays() / 2) && observed(end, end + plan.horizon()) > 0;
    }

    private long observed(int from, int to) {
        return IntStream.range(from, to)
                .filter(i -> !Double.isNaN(series.value(i)))
                .count();
    }

    private Optional<ScoreTable> scoreIfFitted(Baseline.Method method) {
        try {
            return Optional.of(score(BaselineForecaster.of(method, plan.period()), forecast -> {}));
        } catch (SeriesException e) {
            // For example, one phase of the season has no value. The result then omits this benchmark.
            return Optional.empty();
        }
    }

    private ScoreTable score(Forecaster forecaster, Consumer<Forecast> made) {
        var byHorizon = tallies(plan.horizon());
        var byOrigin = tallies(origins.size());
        var overall = new Tally(plan.levels());
        FittedModel model = null;
        for (int i = 0; i < origins.size(); i++) {
            Interruption.check();
            LocalDate origin = origins.get(i);
            DailySeries known = known(origin);
            model = model == null || plan.update() == Update.REFIT ? forecaster.fit(known) : advanced(model, origin);
            // A model's origin is its last observed day, which may be before the plan's origin.
            int skipped = (int) ChronoUnit.DAYS.between(model.origin(), origin);
            var forecast = model.forecast(plan.horizon() + skipped, levels);
            made.accept(forecast);
            score(
                    forecast,
                    skipped,
                    origin,
                    SeasonalScale.of(known.values(), plan.period()),
                    byHorizon,
                    byOrigin.get(i));
            overall.add(byOrigin.get(i));
        }
        return new ScoreTable(
                overall.scores(),
                byHorizon.stream().map(Tally::scores).toList(),
                byOrigin.stream().map(Tally::scores).toList());
    }

    private List<Tally> tallies(int count) {
        return Stream.generate(() -> new Tally(plan.levels())).limit(count).toList();
    }

    private DailySeries known(LocalDate origin) {
        return plan.training() == Training.ROLLING
                ? series.between(origin.minusDays(plan.trainingDays() - 1L), origin)
                : series.between(series.start(), origin);
    }

    /** The model, advanced to the origin if there are newer observations. */
    private FittedModel advanced(FittedModel model, LocalDate origin) {
        LocalDate last = series.lastObserved(origin);
        return last.isAfter(model.origin())
                ? model.advance(series.between(model.origin().plusDays(1), last))
                : model;
    }

    private void score(
            Forecast forecast, int skipped, LocalDate origin, double scale, List<Tally> byHorizon, Tally window) {
        var lower = new double[levels.length];
        var upper = new double[levels.length];
        int first = (int) ChronoUnit.DAYS.between(series.start(), origin) + 1;
        for (int h = 0; h < plan.horizon(); h++) {
            double value = series.value(first + h);
            if (Double.isNaN(value)) {
                continue;
            }
            for (int k = 0; k < levels.length; k++) {
                lower[k] = forecast.lower(k, skipped + h);
                upper[k] = forecast.upper(k, skipped + h);
            }
            byHorizon.get(h).add(value, forecast.median(skipped + h), lower, upper, scale);
            window.add(value, forecast.median(skipped + h), lower, upper, scale);
        }
    }
}
