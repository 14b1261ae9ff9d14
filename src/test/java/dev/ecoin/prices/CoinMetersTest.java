package dev.ecoin.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoinMetersTest {

    @Test
    void coinsBeyondTheBoundHaveNoMetersOfTheirOwnAndThoseWithinHaveAll() {
        var metrics = new SimpleMeterRegistry();
        var coins = new CoinMeters(config(2));
        metrics.config().meterFilter(coins.bound());

        for (var coin : List.of("bitcoin", "ethereum", "solana")) {
            metrics.counter("ecoin.crawl.calls", "coin", coin).increment();
            metrics.counter("ecoin.model.corrupt", "coin", coin).increment();
        }
        assertTrue(coins.shows("ethereum"));
        assertFalse(coins.shows("solana"), "what is not shown need not be computed");
        metrics.counter("ecoin.coins.overdue").increment();
        metrics.counter("others", "coin", "solana").increment();

        assertEquals(6, metrics.getMeters().size());
        assertEquals(
                0,
                metrics.find("ecoin.crawl.calls")
                        .tag("coin", "solana")
                        .counters()
                        .size());
        assertEquals(
                1,
                metrics.get("ecoin.model.corrupt")
                        .tag("coin", "ethereum")
                        .counter()
                        .count());
    }

    private static CoinsConfig config(int coins) {
        return new CoinsConfig() {
            @Override
            public List<String> ids() {
                return List.of();
            }

            @Override
            public Sample sample() {
                return () -> false;
            }

            @Override
            public Metrics metrics() {
                return () -> coins;
            }
        };
    }
}
