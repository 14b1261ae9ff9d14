package dev.ecoin.training;

import static dev.ecoin.training.ModelRepository.utc;

import dev.ecoin.training.ModelGauges.End;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The table {@code training_run}. */
@ApplicationScoped
class TrainingRunRepository {

    private static final String COLUMNS = """
            id, coin, kind, state::text AS state, requested_by, options::text AS options, phase, requested_at,
            started_at, ended_at, model, note, error
            """;

    /** There is one open run of a coin and kind at a time: who wants another one gets this. */
    private static final String UNLESS_OPEN =
            "ON CONFLICT (coin, kind) WHERE state IN ('waiting', 'running') DO UPDATE ";

    private final Pool pool;

    TrainingRunRepository(Pool pool) {
        this.pool = pool;
    }

    /** Notes a request, which then waits for its turn, or finds the one that is open already. */
    Uni<TrainingRun> request(String coin, TrainingKind kind, JsonObject options, String by, Instant at) {
        return pool.preparedQuery("""
                        INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at)
                        VALUES ($1, $2, 'waiting', $3, $4, $5)
                        """ + UNLESS_OPEN + "SET coin = excluded.coin RETURNING " + COLUMNS)
                .execute(Tuple.of(coin, kind.label(), options, by, utc(at)))
                .map(rows -> run(rows.iterator().next()));
    }

    /** Begins a run, which is the requested one if one waits. */
    Uni<TrainingRun> begin(String coin, TrainingKind kind, JsonObject options, String by, Instant at) {
        return pool.preparedQuery(
                        """
                        INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at, started_at)
                        VALUES ($1, $2, 'running', $3, $4, $5, $5)
                        """ + UNLESS_OPEN + "SET state = 'running', started_at = excluded.started_at RETURNING "
                                + COLUMNS)
                .execute(Tuple.of(coin, kind.label(), options, by, utc(at)))
                .map(rows -> run(rows.iterator().next()));
    }

    /** The runs that wait for their turn, in the order they were requested. */
    Uni<List<TrainingRun>> due() {
        return pool.query("SELECT " + COLUMNS + "FROM training_run WHERE state = 'waiting' ORDER BY id")
                .execute()
                .map(TrainingRunRepository::runs);
    }

    /** Ends the runs that a killed process has left running; to be called when none can be under way. */
    Uni<Void> endOrphans(Instant at) {
        return pool.preparedQuery("""
                        UPDATE training_run SET state = 'failed', ended_at = $1, phase = NULL, error = 'The service ended'
                        WHERE state = 'running'
                        """).execute(Tuple.of(utc(at))).replaceWithVoid();
    }

    /** Notes what a run is at. */
    Uni<Void> phase(long run, String phase) {
        return pool.preparedQuery("UPDATE training_run SET phase = $2 WHERE id = $1")
                .execute(Tuple.of(run, phase))
                .replaceWithVoid();
    }

    /** Closes a run that brought nothing. */
    Uni<Void> fail(long run, Instant at, String error) {
        return end(pool, run, TrainingState.FAILED, at, null, null, error);
    }

    /**
     * Closes a run.
     *
     * @param client the pool, or the connection of a transaction
     */
    static Uni<Void> end(
            SqlClient client, long run, TrainingState state, Instant at, Long model, String note, String error) {
        return client.preparedQuery("""
                        UPDATE training_run
                        SET state = $2::text::run_state, ended_at = $3, phase = NULL, model = $4, note = $5, error = $6
                        WHERE id = $1
                        """)
                .execute(Tuple.tuple(Arrays.asList(run, state.label(), utc(at), model, note, error)))
                .replaceWithVoid();
    }

    Uni<Void> end(long run, TrainingState state, Instant at, Long model, String note, String error) {
        return end(pool, run, state, at, model, note, error);
    }

    /** Notes an advance, which begins and ends in one. */
    static Uni<Void> recordAdvance(
            SqlClient client, String coin, Instant start, Instant end, Long model, String note, String error) {
        return client.preparedQuery("""
                        INSERT INTO training_run (coin, kind, state, requested_by, requested_at, started_at, ended_at,
                                                  model, note, error)
                        VALUES ($1, 'advance', $2::text::run_state, 'new prices', $3, $3, $4, $5, $6, $7)
                        """)
                .execute(Tuple.tuple(Arrays.asList(
                        coin,
                        (error == null ? TrainingState.SUCCEEDED : TrainingState.FAILED).label(),
                        utc(start),
                        utc(end),
                        model,
                        note,
                        error)))
                .replaceWithVoid();
    }

    Uni<Void> recordFailedAdvance(String coin, Instant start, Instant end, String error) {
        return recordAdvance(pool, coin, start, end, null, null, error);
    }

    /** How the newest training of each active coin that has ended did so. */
    Uni<List<End>> newestEnds() {
        return pool.query("""
                        SELECT r.coin, r.state::text AS state, r.ended_at
                        FROM coin AS c
                        CROSS JOIN LATERAL (
                            SELECT coin, state, ended_at FROM training_run
                            WHERE coin = c.id AND kind = 'train' AND state NOT IN ('waiting', 'running')
                            ORDER BY started_at DESC LIMIT 1
                        ) AS r
                        WHERE c.state = 'active'
                        """).execute().map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new End(
                        row.getString("coin"),
                        state(row),
                        row.getOffsetDateTime("ended_at").toInstant()))
                .toList());
    }

    /** Removes the oldest ended runs of a coin but for so many. */
    Uni<Void> prune(String coin, int keep) {
        return pool.preparedQuery("""
                        DELETE FROM training_run
                        WHERE coin = $1 AND state NOT IN ('waiting', 'running')
                          AND id NOT IN (SELECT id FROM training_run WHERE coin = $1 ORDER BY id DESC LIMIT $2)
                        """).execute(Tuple.of(coin, keep)).replaceWithVoid();
    }

    Uni<Optional<TrainingRun>> find(long run) {
        return pool.preparedQuery("SELECT " + COLUMNS + "FROM training_run WHERE id = $1")
                .execute(Tuple.of(run))
                .map(rows -> runs(rows).stream().findFirst());
    }

    /**
     * The newest runs.
     *
     * @param coin null means any
     * @param state null means any
     */
    Uni<List<TrainingRun>> list(String coin, TrainingState state, int limit) {
        return pool.preparedQuery("SELECT " + COLUMNS + """
                        FROM training_run
                        WHERE ($1::text IS NULL OR coin = $1) AND ($2::text IS NULL OR state = $2::text::run_state)
                        ORDER BY id DESC LIMIT $3
                        """)
                .execute(Tuple.of(coin, state == null ? null : state.label(), limit))
                .map(TrainingRunRepository::runs);
    }

    private static List<TrainingRun> runs(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(TrainingRunRepository::run)
                .toList();
    }

    private static TrainingRun run(Row row) {
        return new TrainingRun(
                row.getLong("id"),
                row.getString("coin"),
                TrainingKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                state(row),
                row.getString("requested_by"),
                row.getString("options"),
                row.getString("phase"),
                instant(row.getOffsetDateTime("requested_at")),
                instant(row.getOffsetDateTime("started_at")),
                instant(row.getOffsetDateTime("ended_at")),
                row.getLong("model"),
                row.getString("note"),
                row.getString("error"));
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static TrainingState state(Row row) {
        return TrainingState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }
}
