package dev.ecoin.prices;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Keeps metrics by coin to so many coins: each has some thirty series, which a scrape of thousands of coins would be
 * too long for. What counts all coins, such as {@code ecoin_coins_overdue}, is not concerned.
 */
final class CoinMeters {

    private static final String OURS = "ecoin";
    private static final String TAG = "coin";

    @Produces
    @Singleton
    MeterFilter bound(CoinsConfig config) {
        return MeterFilter.maximumAllowableTags(OURS, TAG, config.metrics().coins(), MeterFilter.deny());
    }
}
