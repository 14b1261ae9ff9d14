package dev.ecoin.training;

import java.time.Instant;

/**
 * That a model is to serve.
 *
 * @param by a user's name or the part of the service
 * @param pinned whether trainings are to leave it in place
 */
record Activation(Instant at, String by, String reason, boolean pinned) {}
