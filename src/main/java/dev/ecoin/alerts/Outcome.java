package dev.ecoin.alerts;

import java.time.LocalDate;

/**
 * What came of what a rule said of a coin.
 *
 * @param by the day that decides
 * @param cameTrue null while it is not known
 */
record Outcome(LocalDate by, Boolean cameTrue) {}
