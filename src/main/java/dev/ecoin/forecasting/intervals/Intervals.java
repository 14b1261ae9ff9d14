package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.GaussianQuantile;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.series.Transform;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Half-widths of the intervals around the medians: symmetric on the transformed scale, increasing with the horizon and
 * the coverage. Coverage is given as its standard normal deviate z, such as 1.96 for 95%. Immutable.
 */
public sealed interface Intervals permits GaussianIntervals, CalibratedIntervals {

    /** Normal errors with the standard errors of the model. */
    Intervals GAUSSIAN = new GaussianIntervals();

    /**
     * Half-width of the central interval at each step.
     *
     * @param origin day before the first step
     * @param standardError standard errors of the model, by step from the first on
     * @param z normal deviate of the coverage, not negative
     */
    double[] halfWidths(LocalDate origin, double[] standardError, double z);

    /**
     * The normal deviate z for which the half-width at the last step equals a distance: the inverse of {@link
     * #halfWidths}.
     *
     * @param origin day before the first step
     * @param standardError standard errors of the model, by step from the first on
     * @param distance from the median, not negative
     */
    double deviate(LocalDate origin, double[] standardError, double distance);

    /**
     * The same intervals after newer innovations.
     *
     * @param origin day before the first of them
     * @param innovations divided by their standard deviations under the model, by day, NaN where missing
     */
    Intervals advance(LocalDate origin, double... innovations);

    /**
     * Forecasts medians and intervals.
     *
     * @param mean means on the transformed scale, by step
     * @param standardError standard errors of the model on the transformed scale, by step; not read if there are no
     *     levels
     * @param levels coverage in percent
     * @throws IllegalArgumentException if a level is not strictly between 0 and 100
     */
    default Forecast forecast(
            LocalDate origin, double[] mean, double[] standardError, Transform transform, double... levels) {
        int horizon = mean.length;
        var lower = new double[levels.length][horizon];
        var upper = new double[levels.length][horizon];
        for (int k = 0; k < levels.length; k++) {
            double[] widths = halfWidths(origin, standardError, GaussianQuantile.halfWidth(levels[k]));
            for (int h = 0; h < horizon; h++) {
                lower[k][h] = transform.invert(mean[h] - widths[h]);
                upper[k][h] = transform.invert(mean[h] + widths[h]);
            }
        }
        var median = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            median[h] = transform.invert(mean[h]);
        }
        return new Forecast(origin, median, levels, lower, upper);
    }

    /**
     * The distribution at the last step.
     *
     * @param origin day before the first step
     * @param mean mean of the last step on the transformed scale
     * @param standardError standard errors of the model on the transformed scale, by step from the first on
     */
    default ForecastDistribution distribution(
            LocalDate origin, double mean, double[] standardError, Transform transform) {
        return new SymmetricDistribution(this, origin, mean, standardError, transform);
    }

    /** The same intervals before the first innovation. */
    Intervals reset();

    /** Whether there are enough innovations so far to determine half-widths. */
    boolean isInformed();

    /** This object if it is calibrated. */
    default Optional<CalibratedIntervals> calibrated() {
        return Optional.empty();
    }

    /** The pool used for the calibration; empty for the built-in constants. */
    default Optional<Pool.Version> pool() {
        return Optional.empty();
    }

    /**
     * Remarks on the limits of the next days, in plain English.
     *
     * @param horizon number of days shown, at least 1
     */
    default List<String> notes(int horizon) {
        return List.of();
    }

    /** Appends the kind and the fields to a model's binary format. */
    void write(ByteBuffer buffer);

    /**
     * Reads intervals that {@link #write} wrote.
     *
     * @param version version of the model's binary format
     * @throws IllegalArgumentException or another exception for a field out of range, if the bytes are invalid
     */
    static Intervals read(ByteBuffer buffer, short version) {
        byte kind = version < ModelCodec.INTERVALS ? GaussianIntervals.KIND : buffer.get();
        return switch (kind) {
            case GaussianIntervals.KIND -> GAUSSIAN;
            case CalibratedIntervals.KIND -> CalibratedIntervals.readFields(buffer, version);
            default -> throw new IllegalArgumentException("unknown kind of intervals " + kind);
        };
    }

    /**
     * One-step-ahead distributions of each value of a series, from these intervals after a reset.
     *
     * @param start day of the first value
     * @param mean means on the transformed scale, NaN where unknown
     * @param standardError standard errors of the model on the transformed scale, NaN where unknown
     * @param innovations divided by their standard deviations under the model, NaN where missing
     * @return elements are null where the mean is unknown or there are too few earlier innovations
     */
    default List<ForecastDistribution> oneStep(
            LocalDate start, double[] mean, double[] standardError, double[] innovations, Transform transform) {
        var distributions = new ArrayList<ForecastDistribution>(mean.length);
        Intervals present = reset();
        for (int t = 0; t < mean.length; t++) {
            LocalDate origin = start.plusDays(t - 1L);
            boolean known = !Double.isNaN(mean[t]) && present.isInformed();
            distributions.add(
                    known ? present.distribution(origin, mean[t], new double[] {standardError[t]}, transform) : null);
            present = present.advance(origin, innovations[t]);
        }
        return distributions;
    }
}
