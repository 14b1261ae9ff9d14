/**
 * Naive, drift, seasonal naive and mean forecasts: the benchmarks for every model, and the fallback where no model can
 * be fitted.
 */
package dev.ecoin.forecasting.baseline;
