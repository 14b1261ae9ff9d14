package dev.ecoin.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.prices.DailyPrice;
import jakarta.inject.Singleton;
import java.time.LocalDate;

/** Compares the stored prices with those of the {@link CoinGeckoStandIn}. */
@Singleton
public final class StoredPrices {

    private final Service service;

    StoredPrices(Service service) {
        this.service = service;
    }

    /** The coin's days from CoinGecko are exactly those from the first to the last, with correct prices. */
    public void assertTruth(String coin, LocalDate first, LocalDate last) {
        var expected = first.datesUntil(last.plusDays(1))
                .map(day -> new DailyPrice(
                        day,
                        CoinGeckoStandIn.price(coin, day),
                        CoinGeckoStandIn.marketCap(coin, day),
                        CoinGeckoStandIn.VOLUME))
                .toList();
        var stored = service
                .query(
                        "SELECT day, price, market_cap, volume FROM daily_price"
                                + " WHERE coin = $1 AND source = 'coingecko' ORDER BY day",
                        coin)
                .stream()
                .map(row -> new DailyPrice(
                        row.getLocalDate("day"),
                        row.getBigDecimal("price"),
                        row.getBigDecimal("market_cap"),
                        row.getBigDecimal("volume")))
                .toList();
        assertEquals(expected, stored);
    }
}
