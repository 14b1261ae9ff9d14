package dev.ecoin.forecasting.intervals;

/** How the widths of prediction intervals are determined. */
public enum Method {
    /** The model's standard errors and the normal distribution. */
    GAUSSIAN,
    /** The usual size of the model's innovations, and the quantiles of its errors by horizon. */
    CONSTANT,
    /**
     * The present size of the model's innovations, reverting to the usual one, and the quantiles of its errors by
     * horizon.
     */
    CONDITIONAL
}
