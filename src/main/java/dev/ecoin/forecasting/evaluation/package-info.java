/**
 * Rolling-origin backtests: how good a forecaster's points and intervals would have been, against the baselines. Depends
 * on {@code forecasting}, {@code forecasting.series} and {@code forecasting.baseline}.
 */
package dev.ecoin.forecasting.evaluation;
