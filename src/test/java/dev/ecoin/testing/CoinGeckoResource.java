package dev.ecoin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/** Points the application to a {@link CoinGeckoStandIn}, which tests have injected into a field of that type. */
public final class CoinGeckoResource implements QuarkusTestResourceLifecycleManager {

    private CoinGeckoStandIn standIn;

    @Override
    public Map<String, String> start() {
        standIn =
                new CoinGeckoStandIn(Clock.fixed(SettableClock.START, ZoneOffset.UTC), "bitcoin", "ethereum", "solana");
        return Map.of("ecoin.coingecko.url", standIn.url());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(standIn, new TestInjector.MatchesType(CoinGeckoStandIn.class));
    }

    @Override
    public void stop() {
        if (standIn != null) {
            standIn.close();
        }
    }
}
