/**
 * Fits models, judges them, keeps them and moves them over new days, each a kind of run. Owner of the tables {@code model},
 * {@code model_state}, {@code active_model}, {@code model_activation} and {@code pool}. May depend on {@code forecasting},
 * {@code configuration}, {@code database}, {@code runs}, {@code http}, {@code logging} and {@code prices}.
 */
package dev.ecoin.training;
