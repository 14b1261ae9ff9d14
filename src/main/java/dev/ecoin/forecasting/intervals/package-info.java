/**
 * Prediction intervals: Gaussian ones, and ones calibrated on the errors that a model has made. Depends on
 * {@code forecasting} and {@code forecasting.series}.
 */
package dev.ecoin.forecasting.intervals;
