package dev.ecoin.prices;

import java.time.LocalDate;

/**
 * A coin and the extent of its stored prices.
 *
 * @param id CoinGecko's id
 * @param symbol as CoinGecko lists it, or null if its list was not read yet
 * @param name as CoinGecko lists it, or null if its list was not read yet
 * @param delistedOn UTC date on which CoinGecko was found not to know the coin; null unless delisted
 * @param firstDay day of the oldest price, or null if there is none
 * @param lastDay day of the newest price, or null if there is none
 * @param days number of days with a price
 */
record Coin(
        String id,
        String symbol,
        String name,
        CoinState state,
        LocalDate delistedOn,
        LocalDate firstDay,
        LocalDate lastDay,
        long days) {}
