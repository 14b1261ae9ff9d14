/**
 * Coins and their daily prices: storage, quality and import. Owner of the tables {@code coin}, {@code removed_coin},
 * {@code daily_price} and {@code price_correction}, and of the bundled sample. May depend on {@code forecasting},
 * {@code database}, {@code http}, {@code logging} and {@code coingecko}.
 */
package dev.ecoin.prices;
