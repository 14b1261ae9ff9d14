/**
 * Seasonal ARIMA models: order, lag polynomials, exact likelihood, estimation, forecasts, state updates and the models'
 * binary form. The core works on plain arrays with NaN for a missing value; {@link
 * dev.ecoin.forecasting.sarima.SarimaForecaster} and {@link dev.ecoin.forecasting.sarima.SarimaModel} adapt it to daily
 * series and log prices. Depends on {@code forecasting}, {@code forecasting.series}, {@code forecasting.optimisation}
 * and ojAlgo.
 */
package dev.ecoin.forecasting.sarima;
