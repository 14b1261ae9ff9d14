package dev.ecoin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Points the application to a {@link CoinGeckoStandIn} and a {@link BinanceStandIn}, and injects them into test fields
 * of these types. Each test finds them in their initial state; the latter knows no pairs unless the test lists some.
 */
public final class CoinGeckoResource implements QuarkusTestResourceLifecycleManager {

    private CoinGeckoStandIn standIn;
    private BinanceStandIn binance;

    @Override
    public Map<String, String> start() {
        standIn =
                new CoinGeckoStandIn(Clock.fixed(SettableClock.START, ZoneOffset.UTC), "bitcoin", "ethereum", "solana");
        binance = new BinanceStandIn(Clock.fixed(SettableClock.START, ZoneOffset.UTC));
        return Map.of("ecoin.coingecko.url", standIn.url(), "ecoin.binance.url", binance.url());
    }

    @Override
    public void inject(TestInjector injector) {
        standIn.reset();
        binance.reset();
        injector.injectIntoFields(standIn, new TestInjector.MatchesType(CoinGeckoStandIn.class));
        injector.injectIntoFields(binance, new TestInjector.MatchesType(BinanceStandIn.class));
    }

    @Override
    public void stop() {
        if (standIn != null) {
            standIn.close();
            binance.close();
        }
    }
}
