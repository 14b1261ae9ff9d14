/**
 * The service: daily coin prices in, SARIMA forecasts out. This package has only the entry point and process-wide
 * matters, such as the clock, memory and start failures. Each subpackage is one feature; {@code ArchitectureTest}
 * states which ones it may use.
 */
package dev.ecoin;
