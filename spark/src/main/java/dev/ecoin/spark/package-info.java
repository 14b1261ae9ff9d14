/**
 * Jobs for Apache Spark: {@code fit} and {@code backtest} of as many series as there are, and {@code train} for the service's
 * database. One row in, one row out for each series, whatever becomes of it.
 */
package dev.ecoin.spark;
