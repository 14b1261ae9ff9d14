/**
 * Coins and their daily prices: storage, quality and import. Owns the tables {@code coin}, {@code removed_coin}, {@code
 * daily_price} and {@code price_correction}, and the bundled sample.
 */
package dev.ecoin.prices;
