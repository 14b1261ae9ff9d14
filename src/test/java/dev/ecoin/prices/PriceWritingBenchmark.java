package dev.ecoin.prices;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.imports.PriceImport;
import dev.ecoin.testing.Postgres;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;

/**
 * Compares the speed of {@link PriceRepository} with psql's {@code \copy} into a staging table followed by {@code
 * INSERT ... ON CONFLICT}, on the same server with the same rows and rules. Run by {@code bench/price-writing.sh}.
 *
 * <p>Both start with the rows in memory or in a cached file and end with all of them committed. Both are timed from a
 * client's call to its return, including psql's start (about 20 ms). Rounds alternate and start with an empty table;
 * results are medians.
 */
final class PriceWritingBenchmark {

    private static final String SCHEMA = "bench_price_writing";
    private static final int COINS = Integer.parseInt(System.getenv().getOrDefault("COINS", "100"));
    private static final int DAYS = 2_000;
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("ROUNDS", "5"));
    private static final int WRITERS = Integer.parseInt(System.getenv().getOrDefault("WRITERS", "1"));
    private static final LocalDate FIRST = LocalDate.of(2019, 1, 1);
    private static final double REQUIRED = 0.9;

    private static final String MERGE = """
            INSERT INTO daily_price AS stored (coin, day, price, market_cap, volume, source)
            SELECT coin, day, price, market_cap, volume, 'import' FROM staging
            ON CONFLICT (coin, day) DO UPDATE
            SET price = excluded.price, market_cap = excluded.market_cap, volume = excluded.volume,
                source = excluded.source, stored_at = now()
            WHERE excluded.source >= stored.source
              AND (excluded.price, excluded.market_cap, excluded.volume, excluded.source)
                  IS DISTINCT FROM (stored.price, stored.market_cap, stored.volume, stored.source)
            """;

    private PriceWritingBenchmark() {}

    public static void main(String... args) throws Exception {
        var given = System.getenv("DATABASE_URL");
        try (var own = given == null ? durable().start() : null) {
            var server = given == null ? "postgresql://postgres@localhost:" + own.getPort() + "/postgres" : given;
            var file = Files.createTempFile("prices", ".csv");
            try {
                measure(server, file);
            } finally {
                Files.delete(file);
            }
        }
    }

    /** zonky's defaults suit temporary data; here commits must cost as much as in production. */
    private static EmbeddedPostgres.Builder durable() {
        return Postgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
    }

    private static void measure(String server, Path file) throws IOException, SQLException {
        var prices = prices();
        write(prices, file);
        psql(server, "CREATE SCHEMA " + SCHEMA);
        try (var pool = pool(server)) {
            migrate(server);
            psql(
                    server,
                    "INSERT INTO coin (id) SELECT DISTINCT 'coin-' || n FROM generate_series(1, " + COINS + ") AS n");
            compare(new PriceRepository(null, new JobDatabase(pool)), prices, server, file);
        } finally {
            psql(server, "DROP SCHEMA " + SCHEMA + " CASCADE");
        }
    }

    private static void compare(
            PriceRepository repository, Map<String, List<DailyPrice>> prices, String server, Path file) {
        var rows = COINS * DAYS;
        var expected = prices.values().stream()
                .flatMap(List::stream)
                .map(DailyPrice::price)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        System.out.printf(
                "%,d rows of %d coins, %d rounds, %d connection(s), rows a second%n", rows, COINS, ROUNDS, WRITERS);
        var copied = new double[ROUNDS];
        var stored = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            var copy = rows / seconds(server, expected, () -> copy(server, file));
            var store = rows / seconds(server, expected, () -> store(repository, prices));
            // The first round is a warm-up for both.
            if (round >= 0) {
                copied[round] = copy;
                stored[round] = store;
                System.out.printf(
                        "round %d  psql \\copy + INSERT %,9.0f  PriceRepository %,9.0f%n", round + 1, copy, store);
            }
        }
        var ratio = median(stored) / median(copied);
        System.out.printf(
                "median   psql \\copy + INSERT %,9.0f  PriceRepository %,9.0f%nratio    %.2f (required: %.2f)%n",
                median(copied), median(stored), ratio, REQUIRED);
        if (ratio < REQUIRED) {
            System.exit(1);
        }
    }

    /** The time from an empty table to all rows committed. */
    private static double seconds(String server, BigDecimal expected, Runnable write) {
        psql(server, "TRUNCATE daily_price");
        var start = System.nanoTime();
        write.run();
        var seconds = (System.nanoTime() - start) / 1e9;
        var sum = new BigDecimal(psql(server, "SELECT sum(price) FROM daily_price"));
        if (sum.compareTo(expected) != 0) {
            throw new IllegalStateException("The stored prices add up to " + sum + " instead of " + expected);
        }
        return seconds;
    }

    private static void store(PriceRepository repository, Map<String, List<DailyPrice>> prices) {
        var writers = Executors.newFixedThreadPool(WRITERS);
        try {
            CompletableFuture.allOf(batches(prices).stream()
                            .map(batch -> CompletableFuture.runAsync(
                                    () -> repository.store(PriceSource.IMPORT, batch), writers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            writers.shutdown();
        }
    }

    private static AgroalDataSource pool(String server) throws SQLException {
        var options = PgConnectOptions.fromUri(server);
        return AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(WRITERS)
                        .connectionFactoryConfiguration(connection -> connection
                                .jdbcUrl(url(options))
                                .jdbcProperty("currentSchema", SCHEMA)
                                .principal(new NamePrincipal(options.getUser()))
                                .credential(new SimplePassword(
                                        options.getPassword() == null ? "" : options.getPassword())))));
    }

    private static String url(PgConnectOptions options) {
        return "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    }

    /** In batches as the import makes them. */
    private static List<SortedMap<String, List<DailyPrice>>> batches(Map<String, List<DailyPrice>> prices) {
        var batches = new ArrayList<SortedMap<String, List<DailyPrice>>>();
        var batch = new TreeMap<String, List<DailyPrice>>();
        for (var coin : prices.entrySet()) {
            batch.put(coin.getKey(), coin.getValue());
            if (batch.size() * DAYS >= PriceImport.BATCH) {
                batches.add(batch);
                batch = new TreeMap<>();
            }
        }
        batches.add(batch);
        return batches;
    }

    private static void copy(String server, Path file) {
        psql(
                server,
                "CREATE TEMP TABLE staging (coin text, day date, price numeric, market_cap numeric, volume numeric)",
                "\\copy staging FROM '" + file + "' CSV",
                MERGE);
    }

    /** Runs the commands in one psql on one connection; returns their output. */
    private static String psql(String server, String... commands) {
        var line = new ArrayList<>(List.of("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", server));
        for (var command : commands) {
            line.addAll(List.of("-c", command));
        }
        var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PGOPTIONS", "-c client_min_messages=warning -c search_path=" + SCHEMA);
        try {
            var process = builder.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("psql failed: " + List.of(commands));
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void migrate(String server) {
        var options = PgConnectOptions.fromUri(server);
        Flyway.configure()
                .dataSource(url(options), options.getUser(), options.getPassword())
                .schemas(SCHEMA)
                .locations("sql/migrations")
                .load()
                .migrate();
    }

    /** Prices like CoinGecko's, with up to 17 digits. */
    private static SortedMap<String, List<DailyPrice>> prices() {
        var random = new Random(1);
        var prices = new TreeMap<String, List<DailyPrice>>();
        for (int coin = 1; coin <= COINS; coin++) {
            var days = new ArrayList<DailyPrice>(DAYS);
            for (int day = 0; day < DAYS; day++) {
                var price = 0.001 + 50_000 * random.nextDouble();
                days.add(new DailyPrice(
                        FIRST.plusDays(day),
                        BigDecimal.valueOf(price),
                        BigDecimal.valueOf(price * 19_000_000),
                        BigDecimal.valueOf(price * 1_000_000 * random.nextDouble())));
            }
            prices.put("coin-" + coin, days);
        }
        return prices;
    }

    private static void write(Map<String, List<DailyPrice>> prices, Path file) throws IOException {
        try (var csv = Files.newBufferedWriter(file)) {
            for (var coin : prices.entrySet()) {
                for (var day : coin.getValue()) {
                    csv.write(String.join(
                            ",",
                            coin.getKey(),
                            day.day().toString(),
                            day.price().toPlainString(),
                            day.marketCap().toPlainString(),
                            day.volume().toPlainString()));
                    csv.newLine();
                }
            }
        }
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
