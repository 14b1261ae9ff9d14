package dev.ecoin.forecasting;

/** What the value of one future day may be, in the units of the fitted series. Immutable. */
public interface ForecastDistribution {

    /**
     * The value that is not exceeded with a probability. That of 0.5 is the forecast's median, and an interval of level L
     * reaches from the quantile of 0.5 - L / 200 to that of 0.5 + L / 200.
     *
     * @throws IllegalArgumentException if the probability is not strictly between 0 and 1
     */
    double quantile(double probability);

    /** The probability of a value no higher than this, from 0 to 1; NaN if it is NaN. */
    double probabilityBelow(double value);

    /** The probability of a value at least as far from the median, on either side; NaN if it is NaN. */
    double probabilityBeyond(double value);
}
