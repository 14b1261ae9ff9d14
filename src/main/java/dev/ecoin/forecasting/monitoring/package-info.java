/**
 * Tells from a stream of outcomes when something has changed. Depends on the JDK alone.
 */
package dev.ecoin.forecasting.monitoring;
