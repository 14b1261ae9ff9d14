package dev.ecoin.forecasting.optimisation;

/**
 * When to stop: the largest absolute partial derivative is at most {@code gradient}, or successive values differ by at
 * most {@code value} twice in a row, or the iterations are exhausted.
 *
 * @param gradient absolute tolerance on the maximum norm of the gradient
 * @param value absolute tolerance on the decrease of the value in one iteration
 * @param iterations largest number of iterations
 */
public record Convergence(double gradient, double value, int iterations) {

    public Convergence {
        if (!(gradient >= 0) || !(value >= 0) || iterations < 1) {
            throw new IllegalArgumentException("tolerances must not be negative and iterations must be positive");
        }
    }
}
