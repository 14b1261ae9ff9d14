/** Prediction intervals: Gaussian ones, and ones calibrated on a model's past errors. */
package dev.ecoin.forecasting.intervals;
