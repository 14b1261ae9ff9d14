package dev.ecoin.forecasting.sarima;

/** Exact Gaussian likelihood of one series as a function of the polynomials it was made with. */
sealed interface ExactLikelihood permits ArmaLikelihood, AdditiveOutlierLikelihood, DiffuseLikelihood {

    /**
     * Minus the log-likelihood with innovation variance concentrated out, up to the constant n/2 (1 + log 2 pi), of the
     * polynomials as they stand.
     *
     * @param fixedBeta the regressor's coefficient, or NaN to concentrate it out too
     * @return the value, or positive infinity where the process is not stationary
     */
    double value(double fixedBeta);

    /** Observations that count: non-missing minus d + D m. */
    int observations();

    /** Coefficient of the regressor at the last point evaluated. */
    double beta();

    /** Sum of squared standardised innovations at the last point evaluated. */
    double sumOfSquares();

    /**
     * Innovations divided by their standard deviation in units of sigma at the last point evaluated, NaN where missing
     * or absorbed by the diffuse levels.
     */
    double[] standardised();

    /**
     * Gradient of the last value in the factors' coefficients, the constant held at its last value (where it was
     * concentrated out that is the gradient of the profile, by the envelope theorem).
     *
     * @param factorGradient receives it, in the order of {@link ArmaPolynomials#expand}
     * @return whether there is one; if not, differences of values have to do
     */
    default boolean gradient(double[] factorGradient) {
        return false;
    }

    /** Levels that no observation has determined at the last point evaluated. */
    default int undetermined() {
        return 0;
    }

    /** Multiplies the tolerances by which the filter counts as converged, where it can: 1 is exact. */
    default void tolerance(double factor) {}

    /** Derivative of the last value in the regressor's coefficient, where there is a gradient and a regressor. */
    default double betaGradient() {
        throw new UnsupportedOperationException("there is no gradient");
    }
}
