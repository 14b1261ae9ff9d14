package dev.ecoin.prices;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;

/**
 * Limits the number of coins with their own metrics: each has about thirty series, and a scrape of thousands of coins
 * would take too long. Metrics over all coins, such as {@code ecoin_coins_overdue}, are not affected.
 */
@Singleton
public final class CoinMeters {

    private static final String OURS = "ecoin";
    private static final String TAG = "coin";

    private final int most;
    private final Set<String> shown = new HashSet<>();

    CoinMeters(CoinsConfig config) {
        most = config.metrics().coins();
    }

    @Produces
    @Singleton
    MeterFilter bound() {
        return MeterFilter.deny(
                meter -> meter.getName().startsWith(OURS) && meter.getTag(TAG) != null && !shows(meter.getTag(TAG)));
    }

    /**
     * Whether the coin has metrics, which are granted in the order of first use. For other coins, callers need not
     * compute any.
     */
    public synchronized boolean shows(String coin) {
        return shown.contains(coin) || shown.size() < most && shown.add(coin);
    }
}
