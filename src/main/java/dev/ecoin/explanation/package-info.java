/**
 * Why prices and forecasts are what they are: decomposition into level, weekly pattern and remainder, the model's
 * one-step fits, days that left their interval. May depend on {@code forecasting}, {@code database}, {@code http},
 * {@code prices}, {@code training} and {@code serving} (which model serves).
 */
package dev.ecoin.explanation;
