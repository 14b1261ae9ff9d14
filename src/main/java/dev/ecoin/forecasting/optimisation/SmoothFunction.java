package dev.ecoin.forecasting.optimisation;

/**
 * A continuously differentiable function to be minimised. Stateful: the gradient is that of the last point evaluated,
 * so that an implementation can reuse what the value needed; hence one instance per thread.
 */
public interface SmoothFunction {

    /** Number of arguments. */
    int dimension();

    /**
     * Value at a point.
     *
     * @return the value; positive infinity or NaN where the function is not defined
     */
    double value(double[] point);

    /**
     * Gradient at the point last given to {@link #value}.
     *
     * @param gradient receives the partial derivatives, length = dimension
     */
    void gradient(double[] gradient);

    /**
     * A positive semidefinite guess at the matrix of second derivatives at the point last given to {@link #value}, which
     * saves the minimiser from learning it.
     *
     * @param hessian receives it, dimension by dimension
     * @return false if there is none
     */
    default boolean curvature(double[][] hessian) {
        return false;
    }
}
