/**
 * Fits models, judges them, stores them and advances them over new days, each as a kind of run. Owns the tables {@code
 * model}, {@code model_state}, {@code active_model}, {@code model_activation} and {@code pool}.
 */
package dev.ecoin.training;
