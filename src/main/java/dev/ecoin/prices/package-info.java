/**
 * Coins and their daily prices: owner of the tables {@code coin} and {@code daily_price}, and of the bundled sample.
 * May depend on {@code forecasting}, {@code http}, {@code coingecko}.
 */
package dev.ecoin.prices;
