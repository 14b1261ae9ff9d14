/**
 * The numerical library: forecasters, fitted models and families of models. It does no I/O, reads no clock and logs
 * nothing, so that the service, the benchmarks and Spark jobs can all use it.
 */
package dev.ecoin.forecasting;
