package dev.ecoin.forecasting.optimisation;

/**
 * Where a minimisation ended.
 *
 * @param point the best point found
 * @param value the value there
 * @param evaluations how often the function was evaluated
 * @param converged whether a tolerance was met, rather than the iterations used up
 */
public record Minimum(double[] point, double value, int evaluations, boolean converged) {}
