package dev.ecoin.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.configuration.Currency;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class SamplePricesTest {

    @Inject
    CoinRepository coins;

    @Inject
    PriceRepository prices;

    @Inject
    SamplePrices sample;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void aDatabaseThatTheServiceDidNotStartGetsNoSample() {
        sample.importIfEnabled();

        assertEquals(0, service.count("daily_price"));
    }

    @Test
    void theSampleHoldsFourYearsOfEachCoinWithoutGaps() {
        sample(List.of("bitcoin", "ethereum")).importIfEnabled();

        for (var coin : List.of("bitcoin", "ethereum")) {
            var series = prices.series(coin).await().indefinitely().orElseThrow();
            assertEquals(LocalDate.of(2022, 8, 9), series.start());
            assertEquals(LocalDate.of(2026, 8, 8), series.end());
            assertEquals(0, series.missing());
        }
        var row = service.query("SELECT price, source FROM daily_price WHERE coin = 'ethereum' AND day = '2022-08-11'");
        assertEquals(new BigDecimal("1854.12"), row.get(0).getBigDecimal("price"));
        assertEquals("sample", row.get(0).getString("source"));
    }

    @Test
    void onlyConfiguredCoinsGetTheirSample() {
        sample(List.of("ethereum", "solana")).importIfEnabled();

        assertEquals(0, service.count("daily_price WHERE coin <> 'ethereum'"));
        assertEquals(1461, service.count("daily_price"));
    }

    @Test
    void aCoinThatAUserRemovedGetsNoSample() {
        coins.remove("ethereum");

        sample(List.of("bitcoin", "ethereum")).importIfEnabled();

        assertEquals(List.of("bitcoin"), coins.allIds().await().indefinitely());
    }

    @Test
    void aServiceInAnotherCurrencyGetsNoSample() {
        sample(List.of("bitcoin"), "eur").importIfEnabled();

        assertEquals(0, service.count("daily_price"));
    }

    private SamplePrices sample(List<String> configured) {
        return sample(configured, "usd");
    }

    private SamplePrices sample(List<String> configured, String currency) {
        return new SamplePrices(
                new CoinsConfig() {
                    @Override
                    public List<String> ids() {
                        return configured;
                    }

                    @Override
                    public Sample sample() {
                        return () -> true;
                    }

                    @Override
                    public Metrics metrics() {
                        return () -> 0;
                    }
                },
                new Currency(currency),
                coins,
                prices);
    }
}
