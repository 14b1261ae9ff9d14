package dev.ecoin.forecasting;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;

/**
 * Medians and central prediction intervals for the days after an origin. Arrays are copied in and out.
 *
 * @param origin day of the last observation; step 0 is the day after
 * @param median median per step, length = horizon
 * @param levels coverage of each interval in percent, in the requested order
 * @param lower lower limits, {@code lower[level][step]}
 * @param upper upper limits, {@code upper[level][step]}
 */
public record Forecast(LocalDate origin, double[] median, double[] levels, double[][] lower, double[][] upper) {

    /**
     * @throws IllegalArgumentException if the shapes of the arrays differ
     */
    public Forecast {
        Objects.requireNonNull(origin, "origin");
        median = median.clone();
        levels = levels.clone();
        lower = copy(lower, levels.length, median.length, "lower");
        upper = copy(upper, levels.length, median.length, "upper");
    }

    /** Number of days forecast. */
    public int horizon() {
        return median.length;
    }

    /** Day of step {@code i}, counted from 0. */
    public LocalDate day(int i) {
        Objects.checkIndex(i, median.length);
        return origin.plusDays(i + 1L);
    }

    /** Median of step {@code i}, without copying the array. */
    public double median(int i) {
        return median[i];
    }

    /** Lower limit of interval {@code level} (an index into the levels) at step {@code i}. */
    public double lower(int level, int i) {
        return lower[level][i];
    }

    /** Upper limit of interval {@code level} (an index into the levels) at step {@code i}. */
    public double upper(int level, int i) {
        return upper[level][i];
    }

    @Override
    public double[] median() {
        return median.clone();
    }

    @Override
    public double[] levels() {
        return levels.clone();
    }

    @Override
    public double[][] lower() {
        return copy(lower, levels.length, median.length, "lower");
    }

    @Override
    public double[][] upper() {
        return copy(upper, levels.length, median.length, "upper");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Forecast that
                && origin.equals(that.origin)
                && Arrays.equals(median, that.median)
                && Arrays.equals(levels, that.levels)
                && Arrays.deepEquals(lower, that.lower)
                && Arrays.deepEquals(upper, that.upper);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                origin,
                Arrays.hashCode(median),
                Arrays.hashCode(levels),
                Arrays.deepHashCode(lower),
                Arrays.deepHashCode(upper));
    }

    @Override
    public String toString() {
        return "Forecast[origin=" + origin + ", horizon=" + median.length + ", levels=" + Arrays.toString(levels) + "]";
    }

    private static double[][] copy(double[][] limits, int levels, int horizon, String name) {
        if (limits.length != levels) {
            throw new IllegalArgumentException(
                    name + " limits for " + limits.length + " levels, but " + levels + " levels");
        }
        var copies = new double[levels][];
        for (int k = 0; k < levels; k++) {
            if (limits[k].length != horizon) {
                throw new IllegalArgumentException(
                        name + " limits for " + limits[k].length + " steps, but horizon " + horizon);
            }
            copies[k] = limits[k].clone();
        }
        return copies;
    }
}
