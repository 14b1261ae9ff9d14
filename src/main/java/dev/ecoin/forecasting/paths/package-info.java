/**
 * Simulated price paths, of one series or of several jointly: filtered historical simulation gives the dependence between
 * days and between series, the models' calibrated limits give the distribution of every single day. Depends on
 * {@code forecasting} and {@code forecasting.series}.
 */
package dev.ecoin.forecasting.paths;
