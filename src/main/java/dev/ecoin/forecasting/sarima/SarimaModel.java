package dev.ecoin.forecasting.sarima;

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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * A {@link Sarima} process of transformed daily values. Forecasts are medians, which the inverse transform maps to
 * medians. Statistics are on the transformed scale. Immutable.
 */
public final class SarimaModel implements FittedModel {

    private final LocalDate origin;
    private final Transform transform;
    private final Sarima process;
    private final Intervals intervals;

    SarimaModel(LocalDate origin, Transform transform, Sarima process, Intervals intervals) {
        this.origin = Objects.requireNonNull(origin);
        this.transform = Objects.requireNonNull(transform);
        this.process = Objects.requireNonNull(process);
        this.intervals = Objects.requireNonNull(intervals);
    }

    /**
     * The same model with intervals calibrated on its errors over the fitted values, which are on the transformed
     * scale.
     */
    SarimaModel calibratedOn(double[] values, Pool pool) {
        return new SarimaModel(
                origin,
                transform,
                process,
                CalibratedIntervals.of(
                        origin,
                        process.innovations(values),
                        process.responses(CalibratedIntervals.LONGEST_HORIZON),
                        pool,
                        transform == Transform.LOG ? Math.sqrt(process.sigma2()) : Double.NaN));
    }

    /** The same model with a warning that it is in use although it did not pass the gate. */
    SarimaModel outsideGate() {
        return new SarimaModel(
                origin,
                transform,
                process.preferred(Diagnostics.Warning.OUTSIDE_GATE, process.candidates()),
                intervals);
    }

    @Override
    public boolean isOutsideGate() {
        return diagnostics().warnings().contains(Diagnostics.Warning.OUTSIDE_GATE);
    }

    @Override
    public LocalDate origin() {
        return origin;
    }

    /** The transformation applied before fitting. */
    public Transform transform() {
        return transform;
    }

    /** The process on the transformed scale. */
    public Sarima process() {
        return process;
    }

    @Override
    public Intervals intervals() {
        return intervals;
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        if (levels.length == 0) {
            return intervals.forecast(origin, process.means(horizon), null, transform);
        }
        Prediction prediction = process.forecast(horizon);
        return intervals.forecast(origin, prediction.mean(), prediction.standardError(), transform, levels);
    }

    @Override
    public ForecastDistribution distribution(int daysAhead) {
        Prediction prediction = process.forecast(daysAhead);
        return intervals.distribution(origin, prediction.mean()[daysAhead - 1], prediction.standardError(), transform);
    }

    @Override
    public double[] responses(int horizon) {
        return process.responses(horizon);
    }

    @Override
    public double[] standardError(int horizon) {
        return process.forecast(horizon).standardError();
    }

    @Override
    public SarimaModel advance(DailySeries newer) {
        var innovations = DoubleStream.builder();
        Sarima moved = process.advance(transform.apply(newer.since(origin)), innovations);
        return new SarimaModel(
                newer.end(),
                transform,
                moved,
                intervals.advance(origin, innovations.build().toArray()));
    }

    @Override
    public OneStepForecasts oneStep(DailySeries history) {
        double[] values = transform.apply(history.values());
        long first = process.length() - ChronoUnit.DAYS.between(history.start(), origin);
        Prediction prediction = process.oneStep(values, first);
        double[] mean = prediction.mean();
        double[] error = prediction.standardError();
        var median = new double[mean.length];
        var innovations = new double[mean.length];
        for (int t = 0; t < mean.length; t++) {
            median[t] = transform.invert(mean[t]);
            innovations[t] = (values[t] - mean[t]) / error[t];
        }
        return new OneStepForecasts(
                history.start(), median, intervals.oneStep(history.start(), mean, error, innovations, transform));
    }

    /** {@inheritDoc} With calibrated intervals. */
    @Override
    public Forecaster forecaster() {
        return SarimaForecaster.of(order()).with(constant()).on(transform).calibratedIntervals();
    }

    @Override
    public ModelDescription describe(DailySeries series) {
        var order = order();
        return new ModelDescription(
                order.toString(),
                List.of(order.p(), order.d(), order.q()),
                List.of(order.P(), order.D(), order.Q()),
                observations(),
                sigma2(),
                logLikelihood(),
                aic(),
                aicc(),
                bic(),
                null,
                coefficients(),
                standardErrors(),
                diagnostics().tree(),
                candidates().stream().map(Candidate::tree).toList());
    }

    @Override
    public ModelNotes notes() {
        return new SarimaNotes(order());
    }

    @Override
    public ModelFamily family() {
        return new SarimaFamily();
    }

    @Override
    public void write(ByteBuffer fields) {
        SarimaFields.write(this, fields);
    }

    /** Models tried by automatic selection, best AICc first; empty if the order was given. */
    public List<Candidate> candidates() {
        return process.candidates();
    }

    public SarimaOrder order() {
        return process.order();
    }

    public Constant constant() {
        return process.constant();
    }

    /** Estimates by name: ar1.., ma1.., sar1.., sma1.., mean or drift. */
    public Map<String, Double> coefficients() {
        return process.coefficients();
    }

    /** Standard errors by name, NaN where the observed information is not positive definite. */
    public Map<String, Double> standardErrors() {
        return process.standardErrors();
    }

    public double sigma2() {
        return process.sigma2();
    }

    public double logLikelihood() {
        return process.logLikelihood();
    }

    /** Number of observations in the likelihood: non-missing ones minus d + D m. */
    public int observations() {
        return process.observations();
    }

    public double aic() {
        return process.aic();
    }

    public double aicc() {
        return process.aicc();
    }

    public double bic() {
        return process.bic();
    }

    /** Diagnostics of the fit; the scale is that of the untransformed values. */
    public Diagnostics diagnostics() {
        return process.diagnostics();
    }
}
