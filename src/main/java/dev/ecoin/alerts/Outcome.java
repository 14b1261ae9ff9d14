package dev.ecoin.alerts;

import java.time.LocalDate;

/**
 * Whether the event that a rule predicted for a coin occurred.
 *
 * @param by the day that decides it
 * @param cameTrue null while it is not known
 */
record Outcome(LocalDate by, Boolean cameTrue) {}
