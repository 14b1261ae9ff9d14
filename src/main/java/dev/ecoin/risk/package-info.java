/**
 * Questions about chances, answered from the distribution that forecasts' limits are cut from. May depend on
 * {@code forecasting}, {@code http}, {@code prices}, {@code training} and {@code serving} (which model serves, how far).
 */
package dev.ecoin.risk;
