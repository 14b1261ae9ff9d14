package dev.ecoin.prices;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps metrics by coin to so many coins: each has some thirty series, which a scrape of thousands of coins would be
 * too long for. What counts all coins, such as {@code ecoin_coins_overdue}, is not concerned.
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

    /** Whether the coin has metrics: the first ones asked for have. Of the others nothing need be computed to be shown. */
    public synchronized boolean shows(String coin) {
        return shown.contains(coin) || shown.size() < most && shown.add(coin);
    }
}
