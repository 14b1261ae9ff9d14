package dev.ecoin.forecasting;

import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a model says of each day from the days before it, its parameters as estimated: normal on the transformed scale.
 * Where the parameters were estimated on these very days, the fit is in-sample. Arrays are copied in and out.
 *
 * @param start first day
 * @param transform the scale that means and errors are on
 * @param mean expected value of each day, NaN where the days before it do not determine one
 * @param standardError its standard error, NaN likewise
 */
public record OneStepForecasts(LocalDate start, Transform transform, double[] mean, double[] standardError) {

    /**
     * @throws IllegalArgumentException if the arrays' lengths differ
     */
    public OneStepForecasts {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(transform, "transform");
        if (mean.length != standardError.length) {
            throw new IllegalArgumentException(mean.length + " means, but " + standardError.length + " errors");
        }
        mean = mean.clone();
        standardError = standardError.clone();
    }

    /** Number of days. */
    public int size() {
        return mean.length;
    }

    /** Day {@code i}, counted from 0. */
    public LocalDate day(int i) {
        Objects.checkIndex(i, mean.length);
        return start.plusDays(i);
    }

    /** Whether the days before day {@code i} determine its forecast. */
    public boolean isKnown(int i) {
        return !Double.isNaN(mean[i]);
    }

    /** Median of day {@code i} in the units of the series, NaN if not known. */
    public double median(int i) {
        return transform.invert(mean[i]);
    }

    /**
     * A quantile of day {@code i} in the units of the series, NaN if not known.
     *
     * @throws IllegalArgumentException if the probability is not strictly between 0 and 1
     */
    public double quantile(int i, double probability) {
        return transform.invert(mean[i] + GaussianQuantile.of(probability) * standardError[i]);
    }

    /**
     * Probability that day {@code i} turned out at least as far from its median, on either side, as a value in the units
     * of the series; NaN if not known.
     */
    public double probabilityBeyond(int i, double value) {
        double error = transform.apply(value) - mean[i];
        return error == 0 ? 1 : GaussianProbability.beyond(error / standardError[i]);
    }

    @Override
    public double[] mean() {
        return mean.clone();
    }

    @Override
    public double[] standardError() {
        return standardError.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OneStepForecasts that
                && start.equals(that.start)
                && transform == that.transform
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(standardError, that.standardError);
    }

    @Override
    public int hashCode() {
        return Objects.hash(start, transform, Arrays.hashCode(mean), Arrays.hashCode(standardError));
    }

    @Override
    public String toString() {
        return "OneStepForecasts[" + start + ", " + mean.length + " days]";
    }
}
