/**
 * Coins and their daily prices: owner of the tables {@code coin}, {@code daily_price} and {@code price_correction}, and of
 * the bundled sample.
 * May depend on {@code forecasting}, {@code http}, {@code coingecko}.
 */
package dev.ecoin.prices;
