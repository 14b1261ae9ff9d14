/**
 * Fits models, judges them, keeps them and moves them over new days: owner of the tables {@code model}, {@code
 * model_state}, {@code active_model}, {@code model_activation} and {@code training_run}. May depend on {@code
 * forecasting}, {@code database}, {@code cluster}, {@code http} and {@code prices}.
 */
package dev.ecoin.training;
