package dev.ecoin.forecasting.decomposition;

import java.util.Arrays;

/**
 * The additive components of a series. Arrays are as long as the series and copied in and out.
 *
 * @param trend slow movement, known at every point
 * @param seasonal pattern that repeats each period, known at every point; all zero if no season can be estimated
 * @param remainder the rest, NaN where the series has no value
 */
public record Components(double[] trend, double[] seasonal, double[] remainder) {

    /**
     * @throws IllegalArgumentException if the lengths differ
     */
    public Components {
        if (trend.length != seasonal.length || trend.length != remainder.length) {
            throw new IllegalArgumentException(
                    "components of " + trend.length + ", " + seasonal.length + " and " + remainder.length + " values");
        }
        trend = trend.clone();
        seasonal = seasonal.clone();
        remainder = remainder.clone();
    }

    /** Trend at point {@code i}. */
    public double trend(int i) {
        return trend[i];
    }

    /** Seasonal pattern at point {@code i}. */
    public double seasonal(int i) {
        return seasonal[i];
    }

    /** Remainder at point {@code i}, NaN where the series has no value. */
    public double remainder(int i) {
        return remainder[i];
    }

    /**
     * Share of the variance around the trend that the seasonal pattern explains, between 0 and 1: {@code max(0, 1 -
     * Var(remainder) / Var(seasonal + remainder))} (Wang, Smith and Hyndman 2006).
     */
    public double seasonalStrength() {
        return strength(seasonal);
    }

    /** Share of the variance around the seasonal pattern that the trend explains: the same formula with the trend. */
    public double trendStrength() {
        return strength(trend);
    }

    private double strength(double[] component) {
        var whole = new double[remainder.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = component[i] + remainder[i];
        }
        double variation = squares(whole);
        return variation > 0 ? Math.max(0, Math.min(1, 1 - squares(remainder) / variation)) : 0;
    }

    /** Sum of squared deviations of the present values from their mean. */
    private static double squares(double[] values) {
        double[] present =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = 0;
        for (double value : present) {
            mean += value / present.length;
        }
        double sum = 0;
        for (double value : present) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }

    @Override
    public double[] trend() {
        return trend.clone();
    }

    @Override
    public double[] seasonal() {
        return seasonal.clone();
    }

    @Override
    public double[] remainder() {
        return remainder.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Components that
                && Arrays.equals(trend, that.trend)
                && Arrays.equals(seasonal, that.seasonal)
                && Arrays.equals(remainder, that.remainder);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(trend) + Arrays.hashCode(seasonal)) + Arrays.hashCode(remainder);
    }
}
