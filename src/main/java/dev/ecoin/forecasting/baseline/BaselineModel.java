package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.GaussianQuantile;
import dev.ecoin.forecasting.OneStepForecasts;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * A {@link Baseline} of transformed daily values, asked for as such or standing in for a model. Points of a forecast are
 * medians; intervals are Gaussian on the transformed scale. Immutable.
 */
public final class BaselineModel implements FittedModel {

    private final LocalDate origin;
    private final Transform transform;
    private final Baseline baseline;
    private final Fallback fallback;

    /**
     * @param fallback why it stands in for a model, null if it was asked for
     */
    public BaselineModel(LocalDate origin, Transform transform, Baseline baseline, Fallback fallback) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.transform = Objects.requireNonNull(transform, "transform");
        this.baseline = Objects.requireNonNull(baseline, "baseline");
        this.fallback = fallback;
    }

    @Override
    public LocalDate origin() {
        return origin;
    }

    /** What the values went through before fitting. */
    public Transform transform() {
        return transform;
    }

    /** The method and its parameters. */
    public Baseline baseline() {
        return baseline;
    }

    /** Why it stands in for a model; empty if it was asked for. */
    public Optional<Fallback> fallback() {
        return Optional.ofNullable(fallback);
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        return GaussianQuantile.forecast(
                origin,
                baseline.mean(horizon),
                levels.length == 0 ? null : baseline.standardError(horizon),
                transform,
                levels);
    }

    @Override
    public BaselineModel advance(DailySeries newer) {
        return new BaselineModel(
                newer.end(), transform, baseline.advance(transform.apply(newer.since(origin))), fallback);
    }

    @Override
    public OneStepForecasts oneStep(DailySeries history) {
        var mean = new double[history.size()];
        var error = new double[history.size()];
        Baseline state = baseline.unobserved();
        for (int t = 0; t < mean.length; t++) {
            mean[t] = state.mean(1)[0];
            error[t] = Double.isNaN(mean[t]) ? Double.NaN : state.standardError(1)[0];
            state = state.advance(transform.apply(history.value(t)));
        }
        return new OneStepForecasts(history.start(), transform, mean, error);
    }
}
