/**
 * Seasonal ARIMA models: order, lag polynomials, exact likelihood, estimation, order selection, forecasts, state
 * updates, diagnostics. The core ({@link dev.ecoin.forecasting.sarima.Sarima}) works on plain arrays with NaN for a
 * missing value; {@link dev.ecoin.forecasting.sarima.SarimaForecaster} and {@link
 * dev.ecoin.forecasting.sarima.SarimaModel} adapt it to daily series and log prices.
 *
 * <p>ojAlgo solves the dense problems, once per fit: the initial state covariance (the Yule-Walker type system that its
 * Lyapunov equation reduces to), the least squares of the Hannan-Rissanen start, polynomial roots (eigenvalues of the
 * companion matrix), and standard errors (inverse of the observed information). Everything that runs once per
 * likelihood pass is written here on plain arrays, because a pass takes microseconds and allocating a decomposition
 * would take as long: the filter recursions, the autocovariances by step-down and Levinson recursions with their
 * adjoint, which the analytic gradient needs and a solver does not supply, and the small matrices of the optimiser.
 */
package dev.ecoin.forecasting.sarima;
