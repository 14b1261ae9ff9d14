/**
 * Probabilities of prices, quantiles of returns, drawdowns, portfolio risk and scenarios. The answers come from the
 * distribution behind the forecast's limits, or from simulated paths where the whole path matters.
 */
package dev.ecoin.risk;
