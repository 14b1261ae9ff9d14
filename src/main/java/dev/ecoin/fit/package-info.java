/**
 * What {@code fit} is asked and answers, a series at a time: as lines of JSON by the command, as rows by the job in
 * {@code spark/}, which is compiled from the same sources. May depend on {@code forecasting} and Jackson.
 */
package dev.ecoin.fit;
