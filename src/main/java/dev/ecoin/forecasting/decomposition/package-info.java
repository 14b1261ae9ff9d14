/** Decomposes a series into a trend, a seasonal pattern and a remainder. Needs only the JDK. */
package dev.ecoin.forecasting.decomposition;
