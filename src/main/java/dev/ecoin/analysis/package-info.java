/**
 * Data analysis: the SQL files of {@code src/main/sql/analysis} as endpoints, and exports of prices, features and
 * forecasts for analysts' tools. Owner of the table {@code monthly_price}, which triggers on {@code daily_price} keep.
 * May depend on {@code forecasting}, {@code database}, {@code http}, {@code prices}, {@code training} and {@code
 * serving}.
 */
package dev.ecoin.analysis;
