package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.GaussianQuantile;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.SeriesException.Reason;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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
        var widths = new double[levels.length];
        for (int k = 0; k < levels.length; k++) {
            widths[k] = GaussianQuantile.halfWidth(levels[k]);
        }
        double[] mean;
        double[] error = null;
        if (levels.length == 0) {
            mean = process.means(horizon);
        } else {
            Prediction prediction = process.forecast(horizon);
            mean = prediction.mean();
            error = prediction.standardError();
        }
        var lower = new double[levels.length][horizon];
        var upper = new double[levels.length][horizon];
        for (int h = 0; h < horizon; h++) {
            for (int k = 0; k < levels.length; k++) {
                double half = widths[k] * error[h];
                lower[k][h] = transform.invert(mean[h] - half);
                upper[k][h] = transform.invert(mean[h] + half);
            }
            mean[h] = transform.invert(mean[h]);
        }
        return new Forecast(origin, mean, levels, lower, upper);
    }

    @Override
    public SarimaModel advance(DailySeries newer) {
        long gap = ChronoUnit.DAYS.between(origin, newer.start()) - 1;
        if (gap < 0) {
            throw new SeriesException(
                    Reason.NOT_AFTER_ORIGIN, newer.start() + " is not after the model's origin " + origin);
        }
        var values = new double[Math.toIntExact(gap + newer.size())];
        Arrays.fill(values, 0, (int) gap, Double.NaN);
        for (int i = 0; i < newer.size(); i++) {
            values[(int) gap + i] = transform.apply(newer.value(i));
        }
        return new SarimaModel(newer.end(), transform, process.advance(values));
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
