/**
 * How good forecasts turned out: what was served from each origin is recorded and scored when its days arrive. Owns the
 * table {@code served_forecast}. May depend on {@code forecasting}, {@code database}, {@code http}, {@code prices} and
 * {@code training}.
 */
package dev.ecoin.accuracy;
