/**
 * The numerical library: what a forecaster, a fitted model and a family of models are. Pure Java on ojAlgo; depends on the
 * JDK, ojAlgo, {@code forecasting.series} and {@code forecasting.intervals} alone, with no I/O, no clock and no logging.
 */
package dev.ecoin.forecasting;
