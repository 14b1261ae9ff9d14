package dev.ecoin.prices;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.DateRange;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** The stored prices of coins. */
@Singleton
public final class PriceHistories {

    private final PriceRepository prices;
    private final CoinRepository coins;
    private final Currency currency;

    PriceHistories(PriceRepository prices, CoinRepository coins, Currency currency) {
        this.prices = prices;
        this.coins = coins;
        this.currency = currency;
    }

    /** A coin's prices in a range, ascending; fails with status 404 if the coin is unknown. */
    public Uni<PriceHistory> find(String coin, DateRange range) {
        return stored(coin, range).map(days -> new PriceHistory(coin, currency, days));
    }

    /** Only an empty result takes a second query, which looks for the coin. */
    Uni<List<StoredPrice>> stored(String coin, DateRange range) {
        return prices.prices(coin, range)
                .call(days -> days.isEmpty()
                        ? coins.requirePresent(coin)
                        : Uni.createFrom().voidItem());
    }
}
