package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.util.Objects;

/**
 * Fits a benchmark method to daily series.
 *
 * @param method the method
 * @param period steps in a season, at least 1; used by SEASONAL_NAIVE only
 * @param transform the scale to fit on
 * @param pool used to calibrate intervals on past errors; null for Gaussian intervals
 */
public record BaselineForecaster(Baseline.Method method, int period, Transform transform, Pool pool)
        implements Forecaster {

    public BaselineForecaster {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(transform, "transform");
        if (period < 1) {
            throw new IllegalArgumentException("period must be at least 1, not " + period);
        }
    }

    /** A method on log values, with Gaussian intervals. */
    public static BaselineForecaster of(Baseline.Method method, int period) {
        return new BaselineForecaster(method, period, Transform.LOG, null);
    }

    /** The same forecaster with calibrated intervals. */
    public BaselineForecaster calibratedIntervals() {
        return new BaselineForecaster(method, period, transform, Pool.SHIPPED);
    }

    @Override
    public BaselineForecaster with(Pool other) {
        return pool == null ? this : new BaselineForecaster(method, period, transform, other);
    }

    @Override
    public BaselineModel fit(DailySeries series) {
        double[] values = transform.apply(series.values());
        var model = new BaselineModel(
                series.end(), transform, Baseline.fit(values, method, period), null, Intervals.GAUSSIAN);
        return pool == null ? model : model.calibratedOn(values, pool);
    }
}
