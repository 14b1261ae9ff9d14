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
 * How far values may fall from their medians: symmetric distances on the transformed scale, which grow with the steps
 * ahead and with the coverage. A coverage is given by the standard normal deviate z that it has, 1.96 for 95%. Immutable.
 */
public sealed interface Intervals permits GaussianIntervals, CalibratedIntervals {

    /** Errors are normal with the standard errors of the model. */
    Intervals GAUSSIAN = new GaussianIntervals();

    /**
     * Half the width of the central interval at each step.
     *
     * @param origin day before the first step
     * @param standardError of the model, by step from the first on
     * @param z normal deviate of the coverage, not negative
     */
    double[] halfWidths(LocalDate origin, double[] standardError, double z);

    /**
     * The normal deviate of the coverage whose interval reaches so far at the last step.
     *
     * @param origin day before the first step
     * @param standardError of the model, by step from the first on
     * @param distance from the median, not negative
     */
    double deviate(LocalDate origin, double[] standardError, double distance);

    /**
     * The same after newer innovations.
     *
     * @param origin day before the first of them
     * @param innovations divided by their standard deviations under the model, by day, NaN where there is none
     */
    Intervals advance(LocalDate origin, double... innovations);

    /**
     * Medians and intervals.
     *
     * @param mean means on the transformed scale, by step
     * @param standardError of the model on the transformed scale, by step; not read without levels
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
     * @param standardError of the model on the transformed scale, by step from the first on
     */
    default ForecastDistribution distribution(
            LocalDate origin, double mean, double[] standardError, Transform transform) {
        return new SymmetricDistribution(this, origin, mean, standardError, transform);
    }

    /** The same before the first innovation. */
    Intervals reset();

    /** Whether the innovations so far tell how far values may fall. */
    boolean isInformed();

    /** These, if they are calibrated. */
    default Optional<CalibratedIntervals> calibrated() {
        return Optional.empty();
    }

    /** What other series told when they were calibrated; empty if nothing but what the service knows anyway. */
    default Optional<Pool.Version> pool() {
        return Optional.empty();
    }

    /**
     * What is remarkable of the limits of the next days, in plain language.
     *
     * @param horizon how many days are shown, at least 1
     */
    default List<String> notes(int horizon) {
        return List.of();
    }

    /** Appends the kind and the fields to a model's binary form. */
    void write(ByteBuffer buffer);

    /**
     * Reads what {@link #write} wrote.
     *
     * @param version of the model's binary form
     * @throws IllegalArgumentException or another exception of a field out of range, if it was not that
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
     * The distribution of each value of a series one step ahead, by these intervals after a reset.
     *
     * @param start day of the first value
     * @param mean means on the transformed scale, NaN where not known
     * @param standardError of the model on the transformed scale, likewise
     * @param innovations divided by their standard deviations under the model, NaN where there is none
     * @return null where no mean is known, or the innovations before tell too little
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
