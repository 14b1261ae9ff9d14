package dev.ecoin.feeds.coingecko;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * CoinGecko's snapshot at 00:00 UTC of a day, with the digits that CoinGecko sent.
 *
 * @param marketCap null if CoinGecko has none
 * @param volume of the 24 hours before, null if CoinGecko has none
 */
public record DailyPoint(LocalDate day, BigDecimal price, BigDecimal marketCap, BigDecimal volume) {}
