/**
 * Data analysis: the SQL files of {@code src/main/sql/analysis} as endpoints, and exports of prices, features and
 * forecasts for analysts' tools. Owns the table {@code monthly_price}, which triggers on {@code daily_price} maintain.
 */
package dev.ecoin.analysis;
