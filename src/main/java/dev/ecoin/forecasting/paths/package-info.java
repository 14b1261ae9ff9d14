/**
 * Simulated price paths of one series, or of several jointly. Filtered historical simulation supplies the dependence
 * between days and between series; the models' calibrated limits supply the distribution of each day.
 */
package dev.ecoin.forecasting.paths;
