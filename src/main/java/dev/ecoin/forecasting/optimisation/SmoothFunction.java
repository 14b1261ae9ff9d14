package dev.ecoin.forecasting.optimisation;

/**
 * A continuously differentiable function to minimise. Stateful: the gradient belongs to the last point evaluated, so
 * that it can reuse the work for the value. Use one instance per thread.
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
     * A positive semidefinite approximation of the Hessian at the point last given to {@link #value}, which saves the
     * minimiser from building up its own.
     *
     * @param hessian receives the matrix, dimension by dimension
     * @return false if there is none
     */
    default boolean curvature(double[][] hessian) {
        return false;
    }
}
