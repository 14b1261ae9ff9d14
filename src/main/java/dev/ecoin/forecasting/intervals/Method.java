package dev.ecoin.forecasting.intervals;

/** Where the widths of prediction intervals come from. */
public enum Method {
    /** The model's standard errors and the normal distribution. */
    GAUSSIAN,
    /** The usual size of the model's innovations and the quantiles of its errors by horizon. */
    CONSTANT,
    /** The present size of the model's innovations, on its way back to the usual one, and the same quantiles. */
    CONDITIONAL
}
