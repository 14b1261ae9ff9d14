/** Detects changes in a stream of outcomes. Needs only the JDK. */
package dev.ecoin.forecasting.monitoring;
