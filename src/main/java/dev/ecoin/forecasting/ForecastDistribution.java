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

    /** The probability of a lower value, from 0 to 1; NaN if it is NaN. */
    double probabilityBelow(double value);

    /**
     * The probability of a higher value, likewise. With that of a lower one it adds up to 1, but for the one value of a
     * distribution without width: nothing is on either side of it.
     */
    double probabilityAbove(double value);

    /** The probability of a value at least as far from the median, on either side; NaN if it is NaN. */
    double probabilityBeyond(double value);
}
