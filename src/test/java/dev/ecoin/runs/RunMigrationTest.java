package dev.ecoin.runs;

import static dev.ecoin.testing.Migrations.column;
import static dev.ecoin.testing.Migrations.execute;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.Postgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of schema version 9, in each of its states, become runs of version 10. */
class RunMigrationTest {

    private static final String OF_VERSION_9 = """
            INSERT INTO coin (id) VALUES ('bitcoin'), ('ethereum');
            INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at, started_at, ended_at, member,
                                      takeovers)
            VALUES ('bitcoin', 'train', 'succeeded', '{"order": "(0,1,1)"}', 'ann', '2026-11-20', '2026-11-20',
                    '2026-11-20', NULL, 0),
                   ('bitcoin', 'train', 'running', '{}', 'nightly training', '2026-11-21', '2026-11-21', NULL,
                    gen_random_uuid(), 1),
                   ('ethereum', 'backtest', 'waiting', '{}', 'ann', '2026-11-22', NULL, NULL, NULL, 0);
            INSERT INTO crawl_run (mode, coins, first_day, last_day, state, requested_at, started_at, ended_at, paused_until,
                                   cancel_requested, member)
            VALUES ('range', NULL, NULL, NULL, 'succeeded', '2026-11-20', '2026-11-20', '2026-11-20', NULL, false, NULL),
                   ('history', '{bitcoin}', '2026-11-01', '2026-11-02', 'running', '2026-11-21', '2026-11-21', NULL, NULL,
                    false, gen_random_uuid()),
                   ('range', NULL, NULL, NULL, 'paused', '2026-11-22', '2026-11-22', NULL, '2026-11-23', false, NULL),
                   ('range', NULL, NULL, NULL, 'waiting', '2026-11-22', NULL, NULL, NULL, false, NULL),
                   ('range', '{bitcoin}', NULL, NULL, 'failed', '2026-11-22', '2026-11-22', '2026-11-22', NULL, false, NULL);
            INSERT INTO crawl_run_coin (run, coin, state, days_wanted, days_stored, calls)
            SELECT id, 'bitcoin', 'succeeded', id, 0, 0 FROM crawl_run;
            """;

    @Test
    void whatWasOpenIsBegunAgainAndOfTheSameOneIsEnough() throws Exception {
        try (var postgres = Postgres.builder().start()) {
            var database = postgres.getPostgresDatabase();
            Migrations.migrate(database, "9");
            execute(database, OF_VERSION_9);

            Migrations.migrate(database, "latest");

            assertEquals(
                    List.of(
                            "1 train bitcoin 10 succeeded (0,1,1)",
                            "2 train bitcoin 0 waiting",
                            "3 backtest ethereum 10 waiting",
                            "4 crawl 10 succeeded",
                            "5 crawl 10 waiting",
                            "6 crawl 10 paused",
                            "7 crawl 10 cancelled",
                            "8 crawl 10 failed"),
                    column(
                            database,
                            "SELECT concat_ws(' ', id, kind, coin, priority, state, options ->> 'order') FROM run ORDER BY id"));
            assertEquals(
                    List.of(
                            "{\"to\": \"2026-11-02\", \"from\": \"2026-11-01\", \"mode\": \"history\", \"coins\": [\"bitcoin\"]}"),
                    column(database, "SELECT options FROM run WHERE id = 5"));
            assertEquals(
                    List.of("t"), column(database, "SELECT due_at = '2026-11-23' FROM run WHERE state = 'paused'"));
            assertEquals(
                    List.of("4 1", "5 2", "6 3", "7 4", "8 5"),
                    column(database, "SELECT run || ' ' || days_wanted FROM crawl_run_coin ORDER BY run"));
            execute(
                    database,
                    "INSERT INTO run (kind, lane, requested_by, requested_at, due_at, state)"
                            + " VALUES ('crawl', 'crawl', 'test', now(), now(), 'waiting')");
            assertEquals(List.of("9"), column(database, "SELECT max(id) FROM run"));
        }
    }
}
