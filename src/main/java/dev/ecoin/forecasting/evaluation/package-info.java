/** Rolling-origin backtests: measure a forecaster's medians and intervals on past days, against the baselines. */
package dev.ecoin.forecasting.evaluation;
