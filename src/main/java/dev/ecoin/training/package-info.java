/**
 * Fits models and keeps them: owner of the tables {@code model}, {@code active_model} and {@code training_run}. May
 * depend on {@code forecasting} and {@code prices}.
 */
package dev.ecoin.training;
