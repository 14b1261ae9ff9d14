/**
 * Measures how accurate served forecasts were: records the forecasts of each origin and scores them when their days
 * arrive. Owns the tables {@code served_forecast}, {@code served_touch} and {@code changed_price}.
 */
package dev.ecoin.accuracy;
