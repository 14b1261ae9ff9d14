package dev.ecoin.forecasting;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One-step-ahead forecasts of each day of a series, with the parameters as estimated. They are in-sample if the
 * parameters were estimated from the same days. Immutable.
 */
public final class OneStepForecasts {

    private final LocalDate start;
    private final double[] median;
    private final List<ForecastDistribution> distributions;

    /**
     * @param start first day
     * @param median median of each day, NaN where the earlier days do not determine one
     * @param distributions distribution of each day, null where too few earlier days are known to estimate its width
     * @throws IllegalArgumentException if the lengths differ
     */
    public OneStepForecasts(LocalDate start, double[] median, List<ForecastDistribution> distributions) {
        if (median.length != distributions.size()) {
            throw new IllegalArgumentException(
                    median.length + " medians, but " + distributions.size() + " distributions");
        }
        this.start = Objects.requireNonNull(start, "start");
        this.median = median.clone();
        this.distributions = Collections.unmodifiableList(new ArrayList<>(distributions));
    }

    /** Number of days. */
    public int size() {
        return median.length;
    }

    /** Day {@code i}, counted from 0. */
    public LocalDate day(int i) {
        Objects.checkIndex(i, median.length);
        return start.plusDays(i);
    }

    /** Median of day {@code i} in the units of the series; NaN where the earlier days do not determine one. */
    public double median(int i) {
        return median[i];
    }

    /** Distribution of day {@code i}; empty where too few earlier days are known to estimate its width. */
    public Optional<ForecastDistribution> distribution(int i) {
        return Optional.ofNullable(distributions.get(i));
    }

    @Override
    public String toString() {
        return "OneStepForecasts[" + start + ", " + median.length + " days]";
    }
}
