package dev.ecoin.prices;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class PriceRepositoryTest {

    private static final LocalDate DAY = LocalDate.of(2026, 5, 1);

    @Inject
    PriceRepository prices;

    @Inject
    Service service;

    DataSource database;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @ParameterizedTest
    @CsvSource({
        "sample, sample, 2",
        "sample, markets, 2",
        "sample, binance, 2",
        "sample, import, 2",
        "sample, coingecko, 2",
        "markets, sample, 1",
        "markets, markets, 2",
        "markets, binance, 2",
        "markets, import, 2",
        "markets, coingecko, 2",
        "binance, sample, 1",
        "binance, markets, 1",
        "binance, binance, 2",
        "binance, import, 2",
        "binance, coingecko, 2",
        "import, sample, 1",
        "import, markets, 1",
        "import, binance, 1",
        "import, import, 2",
        "import, coingecko, 2",
        "coingecko, sample, 1",
        "coingecko, markets, 1",
        "coingecko, binance, 1",
        "coingecko, import, 1",
        "coingecko, coingecko, 2"
    })
    void aPriceIsReplacedByOneOfTheSameOrAPrecedingSource(PriceSource first, PriceSource second, String survivor) {
        store(first, price(DAY, "1"));

        var changed = store(second, price(DAY, "2"));

        var row = service.query("SELECT price, source FROM daily_price").get(0);
        assertEquals(new BigDecimal(survivor), row.getBigDecimal("price"));
        assertEquals((survivor.equals("2") ? second : first).label(), row.getString("source"));
        assertEquals(survivor.equals("2") ? 1 : 0, changed);
    }

    @Test
    void storingTheSameAgainChangesNothing() {
        store(PriceSource.COINGECKO, price(DAY, "1.5"));

        assertEquals(0, store(PriceSource.COINGECKO, price(DAY, "1.5")));
    }

    @Test
    void tinyAndLongPricesAreKeptExactly() {
        store(PriceSource.COINGECKO, price(DAY, "0.000000000001234567890123"), price(DAY.plusDays(1), "67187.33580"));

        var rows = service.query("SELECT price::text AS price FROM daily_price ORDER BY day");

        assertEquals("0.000000000001234567890123", rows.get(0).getString("price"));
        assertEquals("67187.33580", rows.get(1).getString("price"));
    }

    @Test
    void aBatchWithAFaultStoresNothing() {
        assertThrows(
                RuntimeException.class,
                () -> store(PriceSource.COINGECKO, price(DAY, "1"), price(DAY, "2")),
                "a statement cannot change a row twice");

        assertEquals(0, service.count("daily_price"));
    }

    @Test
    void aPriceIsOfACoinThatIsHereAndGoesWithIt() {
        store(PriceSource.COINGECKO, price(DAY, "1"));

        for (var change : List.of(
                "INSERT INTO daily_price (coin, day, price, source) VALUES ('unknown', '2026-05-01', 1, 'import')",
                "UPDATE daily_price SET coin = 'unknown'",
                "UPDATE coin SET id = 'unknown' WHERE id = 'bitcoin'")) {
            var refusal = assertThrows(PgException.class, () -> service.query(change), change);
            assertEquals("23503", refusal.getSqlState(), change);
        }
        assertEquals(1, service.count("daily_price WHERE coin = 'bitcoin'"));
        service.query("DELETE FROM coin WHERE id = 'bitcoin'");

        assertEquals(0, service.count("daily_price"));
        assertEquals(0, service.count("monthly_price"));
        assertEquals(Optional.empty(), prices.store("bitcoin", PriceSource.COINGECKO, List.of(price(DAY, "2"))));
    }

    /** The removal has locked the coin, and the writer does not know about locks. */
    @Test
    void aPriceThatComesWhileItsCoinIsRemovedIsRefused() throws Exception {
        store(PriceSource.COINGECKO, price(DAY, "1"));
        try (var removal = database.getConnection();
                var statement = removal.createStatement()) {
            removal.setAutoCommit(false);
            statement.execute("DELETE FROM coin WHERE id = 'bitcoin'");
            var writer = CompletableFuture.runAsync(
                    () -> service.query(
                            "INSERT INTO daily_price (coin, day, price, source) VALUES ('bitcoin', '2026-05-02', 1, 'import')"));
            await().atMost(Duration.ofMinutes(5)).until(() -> service.count("pg_locks WHERE NOT granted") > 0);
            removal.commit();

            assertThrows(ExecutionException.class, () -> writer.get(1, TimeUnit.MINUTES));
        }
        assertEquals(0, service.count("daily_price"));
        assertEquals(0, service.count("monthly_price"));
    }

    @Test
    void aPriceThatIsNotPositiveIsNoPrice() {
        assertThrows(IllegalArgumentException.class, () -> price(DAY, "0"));
        assertThrows(IllegalArgumentException.class, () -> price(DAY, "-1"));
    }

    @Test
    void aSeriesIsDenseWithGapsMissing() {
        store(PriceSource.SAMPLE, price(DAY, "1"), price(DAY.plusDays(3), "4"));

        var series = prices.series("bitcoin").await().indefinitely().orElseThrow();

        assertEquals(DAY, series.start());
        assertEquals(4, series.size());
        assertEquals(2, series.missing());
        assertTrue(Double.isNaN(series.value(1)));
        assertEquals(4, series.value(3));
        assertEquals(
                Optional.of(DAY.plusDays(3)), prices.lastDay("bitcoin").await().indefinitely());
    }

    @Test
    void aCoinWithoutPricesHasNoSeriesAndNoLastDay() {
        assertEquals(Optional.empty(), prices.series("ethereum").await().indefinitely());
        assertEquals(Optional.empty(), prices.lastDay("ethereum").await().indefinitely());
    }

    private int store(PriceSource source, DailyPrice... days) {
        return prices.store("bitcoin", source, List.of(days)).orElseThrow().changed();
    }

    private static DailyPrice price(LocalDate day, String price) {
        return new DailyPrice(day, new BigDecimal(price), null, null);
    }
}
