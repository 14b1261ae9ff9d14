package dev.ecoin.training;

import static dev.ecoin.testing.Migrations.column;
import static dev.ecoin.testing.Migrations.execute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.Postgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * After the migration all data of the previous version is there, and every change of the active model sends a
 * notification.
 */
class LifecycleMigrationTest {

    @Test
    void modelsFromBeforeKeepServingAndHaveAStateAndAHistory() throws Exception {
        try (var postgres = Postgres.builder().start()) {
            var database = postgres.getPostgresDatabase();
            migrate(database, "3");
            execute(database, """
                    INSERT INTO coin (id) VALUES ('bitcoin'), ('ethereum');
                    INSERT INTO model (coin, name, origin, observations, coefficients, diagnostics, candidates,
                                       trained_at, training_time, blob)
                    VALUES ('bitcoin', 'naive', '2026-01-01', 9, '{}', '{}', '[]', '2026-01-02', '1 second', '\\x01'),
                           ('bitcoin', 'drift', '2026-01-02', 9, '{}', '{}', '[]', '2026-01-03', '1 second', '\\x02');
                    INSERT INTO active_model (coin, model, activated_at) VALUES ('bitcoin', 2, '2026-01-03');
                    INSERT INTO training_run (coin, state, started_at, ended_at, model)
                    VALUES ('bitcoin', 'succeeded', '2026-01-02', '2026-01-02', 1),
                           ('bitcoin', 'succeeded', '2026-01-03', '2026-01-03', 2),
                           ('ethereum', 'running', '2026-01-03', NULL, NULL);
                    """);

            migrate(database, "4");

            assertEquals(
                    List.of("1 2026-01-01 1", "2 2026-01-02 2"),
                    column(
                            database,
                            "SELECT model || ' ' || origin || ' ' || get_byte(blob, 0) FROM model_state ORDER BY id"));
            assertEquals(List.of("bitcoin 2 training"), column(database, """
                            SELECT s.coin || ' ' || s.model || ' ' || a.activated_by
                            FROM active_model AS a JOIN model_state AS s ON s.id = a.state AND s.model = a.model
                            """));
            assertEquals(
                    List.of("1 2026-01-02", "2 2026-01-03"),
                    column(database, "SELECT model || ' ' || activated_at::date FROM model_activation ORDER BY id"));
            assertEquals(
                    List.of("train succeeded", "train succeeded", "train failed"),
                    column(database, "SELECT kind || ' ' || state FROM training_run ORDER BY id"));
        }
    }

    @Test
    void everyChangeOfWhatServesIsHeardHoweverItIsMade() throws Exception {
        try (var postgres = Postgres.builder().start();
                var listener = postgres.getPostgresDatabase().getConnection()) {
            var database = postgres.getPostgresDatabase();
            migrate(database, "4");
            try (var statement = listener.createStatement()) {
                statement.execute("LISTEN active_model");
            }
            execute(database, """
                    INSERT INTO coin (id) VALUES ('bitcoin');
                    INSERT INTO model (coin, name, origin, observations, coefficients, diagnostics, candidates,
                                       trained_at, training_time, blob, verdict)
                    VALUES ('bitcoin', 'naive', '2026-01-01', 9, '{}', '{}', '[]', now(), '1 second', '', 'accepted');
                    INSERT INTO model_state (coin, model, origin, blob, made_at)
                    VALUES ('bitcoin', 1, '2026-01-01', '', now()), ('bitcoin', 1, '2026-01-02', '', now());
                    """);

            execute(database, "INSERT INTO active_model VALUES ('bitcoin', 1, now(), 1, 'psql', 'test', false)");
            execute(database, "UPDATE active_model SET state = 2");
            execute(database, "UPDATE active_model SET pinned = true");
            execute(database, "DELETE FROM coin");
            execute(database, "TRUNCATE active_model");

            assertEquals(
                    List.of("bitcoin", "bitcoin", "bitcoin", "bitcoin", ""),
                    heard(listener.unwrap(PGConnection.class)));
        }
    }

    @Test
    void thePointerLeavesAHistoryAndTellsWhatServed() throws Exception {
        try (var postgres = Postgres.builder().start()) {
            var database = postgres.getPostgresDatabase();
            migrate(database, "4");
            execute(database, """
                    INSERT INTO coin (id) VALUES ('bitcoin');
                    INSERT INTO model (coin, name, origin, observations, coefficients, diagnostics, candidates,
                                       trained_at, training_time, blob, verdict)
                    VALUES ('bitcoin', 'naive', '2026-01-01', 9, '{}', '{}', '[]', now(), '1 second', '', 'accepted');
                    INSERT INTO model_state (coin, model, origin, blob, made_at)
                    VALUES ('bitcoin', 1, '2026-01-01', '', '2026-01-02'), ('bitcoin', 1, '2026-01-02', '', '2026-01-03'),
                           ('bitcoin', 1, '2026-01-03', '', '2026-01-04');
                    INSERT INTO active_model VALUES ('bitcoin', 1, '2026-01-02', 1, 'psql', 'test', false);
                    UPDATE active_model SET state = 2;
                    UPDATE active_model SET pinned = true;
                    """);

            assertEquals(
                    List.of("2026-01-02", "2026-01-03", "never"),
                    column(database, "SELECT coalesce(served_from::date::text, 'never') FROM model_state ORDER BY id"));
            assertEquals(
                    List.of("false", "true"),
                    column(database, "SELECT pinned::text FROM model_activation ORDER BY id"));
            assertTrue(
                    assertThrows(SQLException.class, () -> execute(database, "DELETE FROM model_state WHERE id = 2"))
                            .getMessage()
                            .contains("active_model"),
                    "what serves cannot be removed");
        }
    }

    private static void migrate(DataSource database, String version) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:sql/migrations")
                .target(version)
                .load()
                .migrate();
    }

    /** Notifications up to the one that concerns every coin; they may arrive in several batches. */
    private static List<String> heard(PGConnection listener) throws SQLException {
        var heard = new ArrayList<String>();
        while (!heard.contains("")) {
            var portion = listener.getNotifications(10_000);
            if (portion == null || portion.length == 0) {
                break;
            }
            for (var notification : portion) {
                heard.add(notification.getParameter());
            }
        }
        return heard;
    }
}
