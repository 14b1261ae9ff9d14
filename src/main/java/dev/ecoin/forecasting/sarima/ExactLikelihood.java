package dev.ecoin.forecasting.sarima;

/** Exact Gaussian likelihood of one series, as a function of the polynomials passed to the constructor. */
sealed interface ExactLikelihood permits ArmaLikelihood, AdditiveOutlierLikelihood, DiffuseLikelihood {

    /**
     * Minus the log-likelihood of the current polynomials, with innovation variance concentrated out, up to the
     * constant n/2 (1 + log 2 pi).
     *
     * @param fixedBeta the regressor's coefficient, or NaN to concentrate it out too
     * @return the value, or positive infinity if the process is not stationary
     */
    double value(double fixedBeta);

    /** Number of observations in the likelihood: non-missing ones minus d + D m. */
    int observations();

    /** Coefficient of the regressor at the last point evaluated. */
    double beta();

    /** Sum of squared standardised innovations at the last point evaluated. */
    double sumOfSquares();

    /**
     * Innovations at the last point evaluated, divided by their standard deviation in units of sigma, up to the last
     * value; NaN where missing or absorbed by the diffuse levels.
     */
    double[] standardised();

    /**
     * Gradient of the last value with respect to the coefficients of the factors, with the constant held at its last
     * value (the gradient of the profile if it was concentrated out, by the envelope theorem).
     *
     * @param factorGradient receives the result, in the order of {@link ArmaPolynomials#expand}
     * @return whether an analytic gradient exists; if not, the caller uses finite differences
     */
    default boolean gradient(double[] factorGradient) {
        return false;
    }

    /**
     * Filtered state after the last observation at the last point evaluated.
     *
     * @param levels the d + D m values before the last one, newest first, without the constant; filled in like the
     *     series where missing
     */
    FilterState state(double[] levels);

    /** Multiplies the convergence tolerances of the filter, if it has any; 1 is exact. */
    default void tolerance(double factor) {}

    /**
     * Derivative of the last value with respect to the regressor's coefficient, if there is a gradient and a regressor.
     */
    default double betaGradient() {
        throw new UnsupportedOperationException("there is no gradient");
    }
}
