package dev.ecoin.forecasting.optimisation;

/**
 * Result of a minimisation.
 *
 * @param point the best point found
 * @param value the value there
 * @param evaluations number of evaluations of the function
 * @param converged whether a tolerance was met; false if the iterations were exhausted or a watch aborted
 */
public record Minimum(double[] point, double value, int evaluations, boolean converged) {}
