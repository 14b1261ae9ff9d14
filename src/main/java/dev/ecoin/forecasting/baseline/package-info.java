/**
 * Naive, drift, seasonal naive and mean forecasts: what every model is judged against, and what stands in where no model
 * can be fitted. Depends on {@code forecasting}, {@code forecasting.series}
 * and {@code forecasting.intervals}.
 */
package dev.ecoin.forecasting.baseline;
