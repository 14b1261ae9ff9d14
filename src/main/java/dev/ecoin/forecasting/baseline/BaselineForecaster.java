package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.util.Objects;

/**
 * Fits a benchmark method to daily series.
 *
 * @param method which one
 * @param period steps in a season, at least 1; matters for SEASONAL_NAIVE alone
 * @param transform the scale to work on
 */
public record BaselineForecaster(Baseline.Method method, int period, Transform transform) implements Forecaster {

    public BaselineForecaster {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(transform, "transform");
        if (period < 1) {
            throw new IllegalArgumentException("period must be at least 1, not " + period);
        }
    }

    /** A method on log values. */
    public static BaselineForecaster of(Baseline.Method method, int period) {
        return new BaselineForecaster(method, period, Transform.LOG);
    }

    @Override
    public BaselineModel fit(DailySeries series) {
        return new BaselineModel(
                series.end(), transform, Baseline.fit(transform.apply(series.values()), method, period), null);
    }
}
