package dev.ecoin.forecasting.sarima;

/** The deterministic term of a SARIMA model, a regressor as in R's {@code arima(xreg=)}. */
public enum Constant {
    /** No deterministic term. */
    NONE,
    /** A mean of the undifferenced series; needs d = D = 0. */
    MEAN,
    /** A linear trend in time 1..n; needs d + D = 1, so that it is the mean change per step. */
    DRIFT;

    /** The convention of R's {@code stats::arima}: a mean if there is no differencing, otherwise no constant. */
    public static Constant standard(SarimaOrder order) {
        return order.d() + order.D() == 0 ? MEAN : NONE;
    }

    /** Whether the term is identified under an order's differencing. */
    public boolean fits(SarimaOrder order) {
        return switch (this) {
            case NONE -> true;
            case MEAN -> order.d() + order.D() == 0;
            case DRIFT -> order.d() + order.D() == 1;
        };
    }

    /** Value of the regressor at time {@code t}, counted from 1. */
    double regressor(long t) {
        return switch (this) {
            case NONE -> 0;
            case MEAN -> 1;
            case DRIFT -> t;
        };
    }
}
