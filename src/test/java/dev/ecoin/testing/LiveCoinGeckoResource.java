package dev.ecoin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Clock;
import java.util.Map;

/** A {@link CoinGeckoStandIn} at the system time, for the packaged service, whose clock cannot be set. */
public final class LiveCoinGeckoResource implements QuarkusTestResourceLifecycleManager {

    private CoinGeckoStandIn standIn;

    @Override
    public Map<String, String> start() {
        standIn = new CoinGeckoStandIn(Clock.systemUTC(), "bitcoin", "ethereum");
        return Map.of(
                "ecoin.coingecko.url", standIn.url(),
                "ecoin.coingecko.calls-per-minute", "600",
                "ecoin.feeds", "coingecko");
    }

    @Override
    public void stop() {
        if (standIn != null) {
            standIn.close();
        }
    }
}
