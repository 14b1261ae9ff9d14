/**
 * The numerical library: what a forecaster and a fitted model are. Pure Java on ojAlgo; depends on the JDK, ojAlgo and
 * {@code forecasting.series} alone, with no I/O, no clock and no logging.
 */
package dev.ecoin.forecasting;
