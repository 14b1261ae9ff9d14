package dev.ecoin.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table {@code monthly_price} matches its definition after any change to {@code daily_price}. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class MonthlyPriceTest {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 20);

    private static final String DEFINITION = """
            SELECT coin, date_trunc('month', day)::date AS month, count(*)::integer AS days, sum(price) AS total,
                   min(day) AS first_on, max(day) AS last_on,
                   min(price) AS lowest, (array_agg(day ORDER BY price, day))[1] AS lowest_on,
                   max(price) AS highest, (array_agg(day ORDER BY price DESC, day))[1] AS highest_on
            FROM daily_price GROUP BY 1, 2
            """;

    @Inject
    Service service;

    @Inject
    PriceRepository prices;

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String database;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "solana");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itFollowsAnySequenceOfNewDaysCorrectionsAndRemovals(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            var coin = List.of("bitcoin", "ethereum", "solana").get(random.nextInt(3));
            switch (random.nextInt(5)) {
                case 0 ->
                    service.query(
                            "DELETE FROM daily_price WHERE coin = $1 AND day BETWEEN $2 AND $3",
                            coin,
                            day(random),
                            day(random));
                case 1 ->
                    service.query(
                            "UPDATE daily_price SET price = price + $2 WHERE coin = $1 AND day >= $3",
                            coin,
                            new BigDecimal(random.nextInt(3)),
                            day(random));
                default -> store(coin, random);
            }
            assertRight();
        }
        assertFalse(service.query("SELECT FROM monthly_price").isEmpty());
    }

    @Test
    void aRemovedCoinTakesItsMonthsAlong() {
        store("bitcoin", new Random(1));
        store("ethereum", new Random(2));

        service.query("DELETE FROM coin WHERE id = 'bitcoin'");

        assertEquals(0, service.count("monthly_price WHERE coin = 'bitcoin'"));
        assertRight();
    }

    @Test
    void nothingIsLeftOfAnEmptiedTable() {
        store("bitcoin", new Random(1));

        service.query("TRUNCATE daily_price");

        assertEquals(0, service.count("monthly_price"));
    }

    @Test
    void whatWasStoredBeforeTheTableCameIsInIt() {
        var schema = "before_monthly_price";
        var flyway = Flyway.configure()
                .dataSource("jdbc:" + database, "postgres", "")
                .schemas(schema)
                .locations("sql/migrations");
        try {
            flyway.target("4").load().migrate();
            service.query("INSERT INTO " + schema + ".coin (id) VALUES ('bitcoin')");
            service.query("INSERT INTO " + schema + ".daily_price (coin, day, price, source)"
                    + " SELECT 'bitcoin', date '2024-01-30' + n, n % 7 + 1, 'sample' FROM generate_series(0, 40) AS n");

            flyway.target("latest").load().migrate();

            assertEquals(
                    List.of(2, 29, 10),
                    service.query("SELECT days FROM " + schema + ".monthly_price ORDER BY month").stream()
                            .map(row -> row.getInteger("days"))
                            .toList());
        } finally {
            service.query("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
    }

    /** The second writer reaches the month before the first one has committed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO daily_price VALUES ('bitcoin', '2024-01-02', 1, NULL, NULL, 'import')",
                "INSERT INTO daily_price VALUES ('bitcoin', '2024-02-02', 1, NULL, NULL, 'import')",
                "UPDATE daily_price SET price = 1 WHERE day = '2024-01-11'",
                "DELETE FROM daily_price WHERE day = '2024-01-11'",
                "DELETE FROM daily_price WHERE day >= '2024-01-11'"
            })
    void writersOfOneMonthBothCount(String second) {
        for (var first : List.of(
                "INSERT INTO daily_price VALUES ('bitcoin', '2024-01-01', 1000, NULL, NULL, 'import')",
                "INSERT INTO daily_price VALUES ('bitcoin', '2024-02-01', 1000, NULL, NULL, 'import')",
                "UPDATE daily_price SET price = 1000 WHERE day = '2024-01-10'",
                "DELETE FROM daily_price WHERE day <= '2024-01-10'")) {
            service.reset("bitcoin");
            service.query("INSERT INTO daily_price VALUES ('bitcoin', '2024-01-10', 10, NULL, NULL, 'import'),"
                    + " ('bitcoin', '2024-01-11', 20, NULL, NULL, 'import')");

            var one = pool.getConnection().await().indefinitely();
            var other = pool.getConnection().await().indefinitely();
            try {
                var transaction = one.begin().await().indefinitely();
                one.query(first).execute().await().indefinitely();
                var waiting = other.query(second).execute().subscribeAsCompletionStage();
                Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> waiting.isDone() || isBlocked());
                transaction.commit().await().indefinitely();
                waiting.join();
            } finally {
                close(one);
                close(other);
            }
            assertRight();
        }
    }

    private boolean isBlocked() {
        return service.count("pg_stat_activity WHERE wait_event_type = 'Lock'") > 0;
    }

    private static void close(SqlConnection connection) {
        connection.close().await().indefinitely();
    }

    private static LocalDate day(Random random) {
        return FIRST.plusDays(random.nextInt(80));
    }

    /** Few distinct prices, so that several days share the extremes. */
    private void store(String coin, Random random) {
        var first = day(random);
        prices.store(
                coin,
                random.nextBoolean() ? PriceSource.COINGECKO : PriceSource.IMPORT,
                IntStream.rangeClosed(0, random.nextInt(40))
                        .mapToObj(i -> new DailyPrice(
                                first.plusDays(i), BigDecimal.valueOf(1 + random.nextInt(5), 2), null, null))
                        .toList());
    }

    private void assertRight() {
        var kept = "SELECT coin, month, days, total, first_on, last_on, lowest, lowest_on, highest, highest_on"
                + " FROM monthly_price";
        assertEquals(
                0, service.query("(" + kept + ") EXCEPT (" + DEFINITION + ")").size());
        assertEquals(
                0, service.query("(" + DEFINITION + ") EXCEPT (" + kept + ")").size());
    }
}
