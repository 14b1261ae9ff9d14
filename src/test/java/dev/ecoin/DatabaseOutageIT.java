package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service during outages of its configured database. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseOutageIT {

    private static final String FORECAST = "/forecast?coin=bitcoin&date=2026-12-31";

    private static final int STOPS = 3;
    private static final int COINS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String STATES = """
            SELECT string_agg(state || ': ' || runs, ', ' ORDER BY state)
            FROM (SELECT state, count(*) AS runs FROM training_run GROUP BY state) AS states
            """;

    private static final String REQUEST_TRAININGS = """
            WITH coins AS (INSERT INTO coin (id) SELECT 'coin-' || n FROM generate_series(1, %d) AS n RETURNING id),
            prices AS (
                INSERT INTO daily_price (coin, day, price, source)
                SELECT id, date '2026-11-22' - n, 1000 + 200 * sin(n / 40.0 + length(id)) + 20 * random(), 'import'
                FROM coins CROSS JOIN generate_series(0, 700) AS n
            ),
            runs AS (
                INSERT INTO run (coin, kind, lane, state, requested_by, requested_at, due_at)
                SELECT id, 'train', 'train ' || id, 'waiting', 'test', now(), now() FROM coins RETURNING id
            )
            SELECT count(*) FROM runs
            """.formatted(COINS);

    @TempDir
    Path directory;

    @Test
    void withoutItsDatabaseTheServiceIsNotReadyButLivesAndRecoversByItself() throws Exception {
        var postgres = postgres(Postgres.freePort());
        var port = postgres.getPort();
        try (var service = PackagedService.start(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + port + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "",
                "ECOIN_COINGECKO_URL", "http://localhost:1/api/v3",
                "QUARKUS_HTTP_PORT", "0"))) {
            service.logUntil("Ready, but no coin has a model yet. Open " + service.address() + "/");
            var ready = service.managementAddress() + "/q/health/ready";
            var live = service.managementAddress() + "/q/health/live";
            var forecast = service.address() + FORECAST;

            assertEquals(200, get(ready).statusCode());
            assertTrue(get(ready).body().contains("no model yet"));
            assertEquals(404, get(forecast).statusCode());

            postgres.close();
            assertEquals(503, get(ready).statusCode());
            assertTrue(get(ready).body().contains("DOWN"));
            assertEquals(200, get(live).statusCode());
            var refused = get(forecast);
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains("database"), refused.body());

            postgres = postgres(port);
            assertEquals(200, get(ready).statusCode());
            assertEquals(404, get(forecast).statusCode());
        } finally {
            postgres.close();
        }
    }

    @Test
    void trainingsDuringWhichTheDatabaseStopsAreDoneOnceItIsBack() throws Exception {
        var postgres = postgres(Postgres.freePort());
        var port = postgres.getPort();
        Migrations.migrate(postgres.getPostgresDatabase(), "latest");
        value(postgres, REQUEST_TRAININGS);
        try (var service = PackagedService.start(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + port + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "",
                "ECOIN_SCHEDULE_AT_START", "false",
                "QUARKUS_HTTP_PORT", "0"))) {
            var ready = service.managementAddress() + "/q/health/ready";
            for (int stop = 0; stop < STOPS; stop++) {
                var before = postgres;
                await().atMost(PATIENCE).until(() -> value(before, STATES).contains("running"));
                postgres.close();
                assertEquals(503, get(ready).statusCode());
                postgres = postgres(port);
            }
            var after = postgres;
            await().atMost(PATIENCE).until(() -> value(after, STATES), equalTo("succeeded: " + COINS));
            assertEquals(Integer.toString(COINS), value(postgres, "SELECT count(*) FROM model"), "nothing twice");
        } finally {
            postgres.close();
        }
    }

    private static String value(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return Postgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private HttpResponse<String> get(String uri) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
