/**
 * Decomposes a series into a trend, a seasonal pattern and a remainder. Depends on the JDK alone.
 */
package dev.ecoin.forecasting.decomposition;
