/**
 * Jobs for Apache Spark: {@code fit} and {@code backtest} for any number of series, and {@code train} for the service's
 * database. Each series yields exactly one row, even if it fails.
 */
package dev.ecoin.spark;
