/**
 * Seasonal ARIMA models: order, lag polynomials, exact likelihood, estimation, order selection, forecasts, simulation,
 * state updates, diagnostics, and the models' binary form. The core ({@link dev.ecoin.forecasting.sarima.Sarima}) works
 * on plain arrays with NaN for a missing value; {@link dev.ecoin.forecasting.sarima.SarimaForecaster} and {@link
 * dev.ecoin.forecasting.sarima.SarimaModel} adapt it to daily series and log prices. Depends on {@code forecasting},
 * {@code forecasting.series}, {@code forecasting.optimisation}, {@code forecasting.baseline} (what stands in where no
 * model can be fitted) and ojAlgo.
 */
package dev.ecoin.forecasting.sarima;
