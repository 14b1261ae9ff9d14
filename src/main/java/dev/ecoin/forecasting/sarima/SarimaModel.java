package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.GaussianQuantile;
import dev.ecoin.forecasting.OneStepForecasts;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A {@link Sarima} process of transformed daily values. Points of a forecast are medians, which a transform maps onto
 * medians; intervals are Gaussian on the transformed scale. Statistics are on the transformed scale. Immutable.
 */
public final class SarimaModel implements FittedModel {

    private final LocalDate origin;
    private final Transform transform;
    private final Sarima process;

    SarimaModel(LocalDate origin, Transform transform, Sarima process) {
        this.origin = Objects.requireNonNull(origin);
        this.transform = Objects.requireNonNull(transform);
        this.process = Objects.requireNonNull(process);
    }

    @Override
    public LocalDate origin() {
        return origin;
    }

    /** What the values went through before fitting. */
    public Transform transform() {
        return transform;
    }

    /** The process on the transformed scale. */
    public Sarima process() {
        return process;
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        if (levels.length == 0) {
            return GaussianQuantile.forecast(origin, process.means(horizon), null, transform);
        }
        Prediction prediction = process.forecast(horizon);
        return GaussianQuantile.forecast(origin, prediction.mean(), prediction.standardError(), transform, levels);
    }

    @Override
    public SarimaModel advance(DailySeries newer) {
        return new SarimaModel(newer.end(), transform, process.advance(transform.apply(newer.since(origin))));
    }

    @Override
    public OneStepForecasts oneStep(DailySeries history) {
        long first = process.length() - ChronoUnit.DAYS.between(history.start(), origin);
        Prediction prediction = process.oneStep(transform.apply(history.values()), first);
        return new OneStepForecasts(history.start(), transform, prediction.mean(), prediction.standardError());
    }

    /**
     * Sample paths of the days after the origin, innovations and the state's uncertainty drawn from normal distributions.
     *
     * @param horizon number of days, at least 1
     * @param paths number of paths, at least 1
     * @param seed the same seed gives the same paths
     * @return {@code [path][step]}, in the units of the fitted series
     */
    public double[][] simulate(int horizon, int paths, long seed) {
        double[][] result = process.simulate(horizon, paths, seed);
        for (double[] path : result) {
            for (int h = 0; h < horizon; h++) {
                path[h] = transform.invert(path[h]);
            }
        }
        return result;
    }

    /** What automatic selection tried, best AICc first; empty if the order was given. */
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

    /** Observations that count in the likelihood: non-missing minus d + D m. */
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

    /** As when fitted; the scale is that of the untransformed values. */
    public Diagnostics diagnostics() {
        return process.diagnostics();
    }
}
