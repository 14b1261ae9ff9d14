/**
 * Questions about chances, answered from the distribution that forecasts' limits are cut from or from simulated paths. May
 * depend on {@code forecasting}, {@code configuration}, {@code http}, {@code prices}, {@code training} and {@code serving} (which model serves, how
 * far).
 */
package dev.ecoin.risk;
