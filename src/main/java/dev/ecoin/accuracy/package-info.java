/**
 * How good forecasts turned out: what was served from each origin is recorded and scored when its days arrive. Owns the
 * tables {@code served_forecast} and {@code served_touch}. May depend on {@code forecasting}, {@code database}, {@code http}, {@code prices} and
 * {@code training}.
 */
package dev.ecoin.accuracy;
