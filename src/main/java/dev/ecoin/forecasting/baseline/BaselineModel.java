package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.ModelDescription;
import dev.ecoin.forecasting.ModelFamily;
import dev.ecoin.forecasting.ModelNotes;
import dev.ecoin.forecasting.OneStepForecasts;
import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A {@link Baseline} of transformed daily values, either requested as such or a fallback for another model. Forecasts
 * are medians. Immutable.
 */
public final class BaselineModel implements FittedModel {

    private final LocalDate origin;
    private final Transform transform;
    private final Baseline baseline;
    private final Fallback fallback;
    private final Intervals intervals;

    /**
     * @param fallback why it replaces the requested model, null if it was requested
     */
    public BaselineModel(
            LocalDate origin, Transform transform, Baseline baseline, Fallback fallback, Intervals intervals) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.transform = Objects.requireNonNull(transform, "transform");
        this.baseline = Objects.requireNonNull(baseline, "baseline");
        this.fallback = fallback;
        this.intervals = Objects.requireNonNull(intervals, "intervals");
    }

    /**
     * The same model with intervals calibrated on its errors over the fitted values, which are on the transformed
     * scale.
     */
    public BaselineModel calibratedOn(double[] values, Pool pool) {
        return new BaselineModel(
                origin,
                transform,
                baseline,
                fallback,
                CalibratedIntervals.of(
                        origin,
                        baseline.innovations(values),
                        baseline.responses(CalibratedIntervals.LONGEST_HORIZON),
                        pool,
                        transform == Transform.LOG ? baseline.sigma() : Double.NaN));
    }

    @Override
    public LocalDate origin() {
        return origin;
    }

    /** The transformation applied before fitting. */
    public Transform transform() {
        return transform;
    }

    /** The method and its parameters. */
    public Baseline baseline() {
        return baseline;
    }

    /** Why it replaces the requested model; empty if it was requested. */
    public Optional<Fallback> fallback() {
        return Optional.ofNullable(fallback);
    }

    @Override
    public Intervals intervals() {
        return intervals;
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        return intervals.forecast(
                origin,
                baseline.mean(horizon),
                levels.length == 0 ? null : baseline.standardError(horizon),
                transform,
                levels);
    }

    @Override
    public ForecastDistribution distribution(int daysAhead) {
        return intervals.distribution(
                origin, baseline.mean(daysAhead)[daysAhead - 1], baseline.standardError(daysAhead), transform);
    }

    @Override
    public double[] responses(int horizon) {
        return baseline.responses(horizon);
    }

    @Override
    public double[] standardError(int horizon) {
        return baseline.standardError(horizon);
    }

    @Override
    public BaselineModel advance(DailySeries newer) {
        var innovations = DoubleStream.builder();
        Baseline moved = baseline.advance(transform.apply(newer.since(origin)), innovations);
        return new BaselineModel(
                newer.end(),
                transform,
                moved,
                fallback,
                intervals.advance(origin, innovations.build().toArray()));
    }

    @Override
    public OneStepForecasts oneStep(DailySeries history) {
        int days = history.size();
        var mean = new double[days];
        var error = new double[days];
        var median = new double[days];
        var innovations = new double[days];
        Baseline state = baseline.unobserved();
        for (int t = 0; t < days; t++) {
            mean[t] = state.mean(1)[0];
            error[t] = state.standardError(1)[0];
            median[t] = transform.invert(mean[t]);
            int day = t;
            state = state.advance(
                    new double[] {transform.apply(history.value(t))}, innovation -> innovations[day] = innovation);
        }
        return new OneStepForecasts(
                history.start(), median, intervals.oneStep(history.start(), mean, error, innovations, transform));
    }

    /** {@inheritDoc} With calibrated intervals and the same season. */
    @Override
    public Forecaster forecaster() {
        return new BaselineForecaster(baseline.method(), baseline.period(), transform, Pool.SHIPPED);
    }

    @Override
    public ModelDescription describe(DailySeries series) {
        return ModelDescription.of(
                baseline.method().label(),
                series.size() - series.missing(),
                baseline.sigma() * baseline.sigma(),
                fallback == null ? null : fallback.detail(),
                baseline.slope() == 0 ? Map.of() : Map.of("drift", baseline.slope()),
                Map.of("missing_days", series.missing()));
    }

    @Override
    public ModelNotes notes() {
        return new BaselineNotes(baseline.method());
    }

    @Override
    public ModelFamily family() {
        return new BaselineFamily();
    }

    @Override
    public void write(ByteBuffer fields) {
        BaselineFields.write(this, fields);
    }
}
