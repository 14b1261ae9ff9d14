/**
 * Explains prices and forecasts: decomposition into level, weekly pattern and remainder, the model's one-step fits, and
 * anomalies, days with a price outside the interval of the one-day forecast.
 */
package dev.ecoin.explanation;
