/**
 * Seasonal ARIMA models: order, lag polynomials, exact likelihood, estimation, order selection, forecasts,
 * state updates, diagnostics. The core ({@link dev.ecoin.forecasting.sarima.Sarima}) works
 * on plain arrays with NaN for a missing value; {@link dev.ecoin.forecasting.sarima.SarimaForecaster} and {@link
 * dev.ecoin.forecasting.sarima.SarimaModel} adapt it to daily series and log prices. Depends on {@code forecasting},
 * {@code forecasting.series}, {@code forecasting.optimisation}, {@code forecasting.baseline} (what stands in where no
 * model can be fitted), {@code forecasting.decomposition} (how strong a season is) and ojAlgo.
 *
 * <p>ojAlgo solves the dense problems, once a fit each: the initial state covariance (the Yule-Walker type system that
 * its Lyapunov equation comes down to), the least squares of the Hannan-Rissanen start, polynomial roots (eigenvalues of
 * the companion matrix), standard errors (inverse of the observed information). What runs once a likelihood pass is own
 * code on plain arrays, since there a pass takes microseconds and allocating a decomposition would take as long: the
 * filter recursions, the autocovariances by step-down and Levinson recursions together with their adjoint, which the
 * analytic gradient needs and a solver does not give, and the optimiser's few-by-few matrices.
 */
package dev.ecoin.forecasting.sarima;
