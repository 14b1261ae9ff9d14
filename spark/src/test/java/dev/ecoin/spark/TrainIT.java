package dev.ecoin.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Trains coins of the service's database on a cluster, by the packaged service in the folder {@code ecoin.service}. */
class TrainIT {

    private static final int COINS = 200;
    private static final Path SERVICE = Path.of(System.getProperty("ecoin.service"));

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static LocalCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        var isThere = Files.isRegularFile(SERVICE.resolve("quarkus-run.jar"));
        assertFalse(
                !isThere && "required".equals(System.getenv("ECOIN_TEST_SERVICE")),
                "the service is not packaged: " + SERVICE);
        assumeTrue(isThere);
        postgres = EmbeddedPostgres.start();
        makeSchema();
        execute("INSERT INTO coin (id) SELECT 'coin-' || n FROM generate_series(1, " + COINS + ") AS n");
        execute("""
            INSERT INTO daily_price (coin, day, price, source, stored_at)
            SELECT id, date '2026-01-01' + i, 100 + 10 * sin(i * length(id)) + i % 7, 'coingecko', now() - interval '1 hour'
            FROM coin CROSS JOIN generate_series(1, 120) AS i
            """);
        cluster = new LocalCluster(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void everyCoinIsTrainedOnceThoughAnExecutorIsKilled() throws Exception {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("LISTEN active_model");

            var job = submit("train", "--reason", "on Spark");
            LocalCluster.await("the first models", () -> count("SELECT count(*) FROM model") >= COINS / 20);
            var executor = cluster.executor(0).orElseThrow();
            assertTrue(executor.destroyForcibly());

            assertEquals(0, job.await(), job::said);
            assertTrue(job.said().contains("Shard 1/2, "), job::said);
            assertEquals(COINS, count("SELECT count(*) FROM model"));
            assertEquals(COINS, count("SELECT count(DISTINCT coin) FROM active_model"));
            assertEquals(
                    COINS,
                    count("SELECT count(*) FROM run WHERE kind = 'train' AND state IN ('succeeded', 'rejected')"
                            + " AND requested_by = 'shell' AND options ->> 'reason' = 'on Spark'"));
            assertEquals(0, count("SELECT count(*) FROM run WHERE state IN ('waiting', 'running')"));
            var heard = new TreeSet<String>();
            for (var notification : connection.unwrap(PGConnection.class).getNotifications(0)) {
                heard.add(notification.getParameter());
            }
            assertEquals(COINS, heard.size());
        }

        var again = submit("again");

        assertEquals(0, again.await(), again::said);
        assertEquals(COINS, count("SELECT count(*) FROM model"));
        assertTrue(again.said().contains("trained before"), again::said);
    }

    private static LocalCluster.Submitted submit(String name, String... options) throws IOException {
        var arguments = new java.util.ArrayList<>(
                List.of("train", "--service", SERVICE.toString(), "--shards", "2", "--", "--order", "(0,1,0)"));
        arguments.addAll(List.of(options));
        return cluster.submit(
                name,
                environment().entrySet().stream()
                        .map(entry -> "spark.executorEnv." + entry.getKey() + "=" + entry.getValue())
                        .toList(),
                arguments.toArray(String[]::new));
    }

    /** Creates the schema as a user does, by starting the service on an empty database. */
    private static void makeSchema() throws Exception {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        SERVICE.resolve("quarkus-run.jar").toString(),
                        "train",
                        "--all")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("schema.log").toFile());
        builder.environment().putAll(environment());
        assertEquals(0, builder.start().waitFor(), () -> Files.exists(folder) ? folder.toString() : "");
    }

    private static Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:" + postgres.getPort() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME",
                "postgres",
                "QUARKUS_DATASOURCE_PASSWORD",
                "postgres");
    }

    private static Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
