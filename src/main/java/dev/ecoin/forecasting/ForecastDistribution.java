package dev.ecoin.forecasting;

/** Distribution of the value on one future day, in the units of the fitted series. Immutable. */
public interface ForecastDistribution {

    /**
     * Quantile of a probability. The quantile of 0.5 is the forecast's median; the interval of level L runs from the
     * quantile of 0.5 - L / 200 to that of 0.5 + L / 200.
     *
     * @throws IllegalArgumentException if the probability is not strictly between 0 and 1
     */
    double quantile(double probability);

    /** Probability of a lower value, from 0 to 1; NaN if {@code value} is NaN. */
    double probabilityBelow(double value);

    /**
     * Probability of a higher value, from 0 to 1; NaN if {@code value} is NaN. It is the complement of {@link
     * #probabilityBelow}, except that both are 0 at the single value of a degenerate distribution.
     */
    double probabilityAbove(double value);

    /** Two-sided probability of a value at least as far from the median; NaN if {@code value} is NaN. */
    double probabilityBeyond(double value);
}
