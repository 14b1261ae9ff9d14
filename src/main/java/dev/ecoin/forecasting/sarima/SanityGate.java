package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;

/**
 * Refuses models whose forecasts leave a multiple of history. On logarithms a median may not fall below the smallest
 * value divided by the multiple nor rise above the largest times it, and a 95% limit not past the multiple's square; on
 * the plain scale the range of history, widened by that many times its length on either side, takes their place.
 *
 * @param horizon days ahead that are looked at, but no more than the series has, or 24
 * @param multiple of history that medians may reach, more than 1
 */
public record SanityGate(int horizon, double multiple) {

    /** A quarter of a year ahead, ten times history. */
    public static final SanityGate STANDARD = new SanityGate(90, 10);

    private static final double LEVEL = 95;
    private static final int LEAST = 24;

    public SanityGate {
        if (horizon < 1 || !(multiple > 1)) {
            throw new IllegalArgumentException("horizon must be at least 1 and the multiple more than 1");
        }
    }

    /** Whether a model of a series may be used. */
    public boolean admits(FittedModel model, DailySeries series, Transform transform) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : series.values()) {
            if (!Double.isNaN(value)) {
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
        }
        int ahead = Math.min(horizon, Math.max(LEAST, series.size()));
        Forecast forecast = model.forecast(ahead, LEVEL);
        for (int h = 0; h < ahead; h++) {
            if (!within(forecast.median(h), forecast.median(h), smallest, largest, multiple, transform)
                    || !within(
                            forecast.lower(0, h),
                            forecast.upper(0, h),
                            smallest,
                            largest,
                            multiple * multiple,
                            transform)) {
                return false;
            }
        }
        return true;
    }

    private static boolean within(
            double low, double high, double smallest, double largest, double times, Transform transform) {
        return switch (transform) {
            case LOG -> low >= smallest / times && high <= largest * times;
            case NONE -> {
                double reach = times * Math.max(largest - smallest, Math.abs(largest) * 1e-9);
                yield low >= smallest - reach && high <= largest + reach;
            }
        };
    }
}
