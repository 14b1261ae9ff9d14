package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.GaussianQuantile;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;

/** Distribution defined by its central intervals, symmetric on the transformed scale. */
final class SymmetricDistribution implements ForecastDistribution {

    private final Intervals intervals;
    private final LocalDate origin;
    private final double mean;
    private final double[] standardError;
    private final Transform transform;

    SymmetricDistribution(
            Intervals intervals, LocalDate origin, double mean, double[] standardError, Transform transform) {
        this.intervals = intervals;
        this.origin = origin;
        this.mean = mean;
        this.standardError = standardError.clone();
        this.transform = transform;
    }

    @Override
    public double quantile(double probability) {
        double z = GaussianQuantile.of(probability);
        double width = intervals.halfWidths(origin, standardError, Math.abs(z))[standardError.length - 1];
        return transform.invert(mean + Math.copySign(width, z));
    }

    @Override
    public double probabilityBelow(double value) {
        if (transform == Transform.LOG && value <= 0 || isCertain(value)) {
            return 0;
        }
        return GaussianQuantile.probabilityBelow(deviate(value));
    }

    @Override
    public double probabilityAbove(double value) {
        if (transform == Transform.LOG && value <= 0) {
            return 1;
        }
        return isCertain(value) ? 0 : GaussianQuantile.probabilityBelow(-deviate(value));
    }

    @Override
    public double probabilityBeyond(double value) {
        // Use the lower tail: the upper one loses precision close to 1.
        return transform == Transform.LOG && value <= 0
                ? 0
                : 2 * GaussianQuantile.probabilityBelow(-Math.abs(deviate(value)));
    }

    private boolean isCertain(double value) {
        return transform.apply(value) == mean
                && intervals.halfWidths(origin, standardError, 1)[standardError.length - 1] == 0;
    }

    /** The normal deviate of a value's probability. */
    private double deviate(double value) {
        double distance = transform.apply(value) - mean;
        return Math.copySign(intervals.deviate(origin, standardError, Math.abs(distance)), distance);
    }
}
