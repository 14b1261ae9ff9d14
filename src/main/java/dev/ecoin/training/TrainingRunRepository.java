package dev.ecoin.training;

import static dev.ecoin.training.ModelRepository.utc;

import dev.ecoin.cluster.JobFiring;
import dev.ecoin.cluster.Member;
import dev.ecoin.database.Deadlocks;
import dev.ecoin.training.ModelGauges.End;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The table {@code training_run}. */
@ApplicationScoped
class TrainingRunRepository {

    /** Who asks for the trainings of a night, as the history tells it. */
    static final String BY_NIGHT = "nightly training";

    private static final String IS_OF_NIGHT = "requested_by = '" + BY_NIGHT + "'";

    private static final String JOB = "TRAINING";

    private static final String COLUMNS = """
            id, coin, kind, state::text AS state, requested_by, options::text AS options, phase, requested_at,
            started_at, ended_at, model, note, error
            """;

    /** There is one open run of a coin and kind at a time: who wants another one gets this. */
    private static final String UNLESS_OPEN =
            "ON CONFLICT (coin, kind) WHERE state IN ('waiting', 'running') DO UPDATE ";

    /** A night's training that still waits is nobody's wish in particular: who asks for a training gets it as asked. */
    private static final String AS_ASKED = """
            options = CASE WHEN training_run.state = 'waiting' AND training_run.%1$s
                           THEN excluded.options ELSE training_run.options END,
            requested_by = CASE WHEN training_run.state = 'waiting' AND training_run.%1$s
                                THEN excluded.requested_by ELSE training_run.requested_by END
            """.formatted(IS_OF_NIGHT);

    /** A run that has brought down so many processes is left alone. */
    private static final int MOST_TAKEOVERS = 3;

    /** Whether nobody is at a run: its process has ended, or is {@code $1}, this one, but is not at it in {@code $2}. */
    private static final String ORPHANED = " CASE WHEN member = $1 THEN id <> ALL ($2) ELSE NOT is_alive(member) END ";

    /** Whether the coin {@code c.id} was trained since {@code $1}, or, if that is null, since its newest price. */
    private static final String TRAINED_SINCE = """
            EXISTS (SELECT FROM training_run AS r
                    WHERE r.coin = c.id AND r.kind = 'train' AND r.state IN ('succeeded', 'rejected')
                      AND r.started_at >= coalesce($1, (SELECT max(stored_at) FROM daily_price WHERE coin = c.id)))
            """;

    private static final String COINS_OF_SHARD = "SELECT c.id, " + TRAINED_SINCE + """
            AS trained
            FROM coin AS c
            WHERE c.state = 'active' AND c.id > $2 AND ('x' || left(md5(c.id), 8))::bit(32)::bigint % $3 = $4
              AND EXISTS (SELECT FROM daily_price WHERE coin = c.id)
            ORDER BY c.id LIMIT $5
            """;

    private final Pool pool;
    private final Member member;

    TrainingRunRepository(Pool pool, Member member) {
        this.pool = pool;
        this.member = member;
    }

    /** Notes a request, which then waits for its turn, or finds the one that is open already. */
    Uni<TrainingRun> request(String coin, TrainingKind kind, JsonObject options, String by, Instant at) {
        return pool.preparedQuery("""
                        INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at)
                        VALUES ($1, $2, 'waiting', $3, $4, $5)
                        """ + UNLESS_OPEN + "SET " + AS_ASKED + "RETURNING " + COLUMNS)
                .execute(Tuple.of(coin, kind.label(), options, by, utc(at)))
                .map(rows -> run(rows.iterator().next()));
    }

    /** Requests trainings of the coins for a due time that every replica has: the first to come does so. */
    Uni<Void> request(Instant due, Collection<String> coins, JsonObject options, Instant at) {
        return pool.preparedQuery(JobFiring.FIRST + """
                        INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at)
                        SELECT id, 'train', 'waiting', $4, $5, $6
                        FROM first CROSS JOIN unnest($3::text[]) AS wanted (id)
                        WHERE id IN (SELECT id FROM coin)
                        ON CONFLICT DO NOTHING
                        """)
                .execute(Tuple.of(JOB, utc(due), coins.toArray(String[]::new), options, BY_NIGHT, utc(at)))
                .replaceWithVoid();
    }

    /** Begins a run, which is the requested one if one waits; empty if another process, or this one, is at one. */
    Uni<Optional<TrainingRun>> begin(String coin, TrainingKind kind, JsonObject options, String by, Instant at) {
        return begin(pool, coin, kind, options, by, at)
                .map(rows -> runs(rows).stream().findFirst());
    }

    /**
     * Begins a training, unless the coin was trained since.
     *
     * @param since null means since the newest price of it was stored
     * @return empty also if another process is at one
     */
    Uni<Optional<TrainingRun>> beginUnlessTrained(
            String coin, JsonObject options, String by, Instant at, Instant since) {
        // Looked at after it has begun: from then on nobody else can end another one.
        return pool.withTransaction(connection -> begin(connection, coin, TrainingKind.TRAIN, options, by, at)
                        .call(rows ->
                                rows.size() == 0 || !rows.iterator().next().getBoolean("added")
                                        ? Uni.createFrom().voidItem()
                                        : failIfTrained(connection, coin, since)))
                .plug(Deadlocks::retried)
                .map(rows -> runs(rows).stream().findFirst())
                .onFailure(TrainedAlready.class)
                .recoverWithItem(Optional.empty());
    }

    private static Uni<Void> failIfTrained(SqlConnection connection, String coin, Instant since) {
        return connection
                .preparedQuery("SELECT " + TRAINED_SINCE + "AS trained FROM coin AS c WHERE c.id = $2")
                .execute(Tuple.of(since == null ? null : utc(since), coin))
                .invoke(rows -> {
                    if (rows.iterator().next().getBoolean("trained")) {
                        throw new TrainedAlready();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> begin(
            SqlClient client, String coin, TrainingKind kind, JsonObject options, String by, Instant at) {
        return client.preparedQuery("""
                        INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at, started_at,
                                                  member)
                        SELECT $1, $2, 'running', $3, $4, $5, $5, $6 WHERE is_alive($6)
                        """ + UNLESS_OPEN + "SET " + AS_ASKED + """
                        , state = 'running', started_at = excluded.started_at, member = excluded.member
                        WHERE training_run.state = 'waiting'
                        RETURNING xmax = 0 AS added,
                        """ + COLUMNS)
                .execute(Tuple.of(coin, kind.label(), options, by, utc(at), member.id()));
    }

    /** Begins the run that has waited longest, if one waits; those of the night come last. */
    Uni<Optional<TrainingRun>> beginNext(Instant at) {
        return pool.preparedQuery("""
                        UPDATE training_run SET state = 'running', started_at = $1, member = $2
                        WHERE id = (SELECT id FROM training_run WHERE state = 'waiting'
                                    ORDER BY %s, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                          AND is_alive($2)
                        RETURNING
                        """.formatted(IS_OF_NIGHT) + COLUMNS)
                .execute(Tuple.of(utc(at), member.id()))
                .map(rows -> runs(rows).stream().findFirst());
    }

    /**
     * Whether a run waits, or nobody is at it any more.
     *
     * @param underWay the runs that this process is at
     */
    Uni<Boolean> isAnyDue(Collection<Long> underWay) {
        return pool.preparedQuery("""
                        SELECT EXISTS (SELECT FROM training_run
                                       WHERE state = 'waiting' OR state = 'running' AND""" + ORPHANED + ") AS found")
                .execute(Tuple.of(member.id(), underWay.toArray(Long[]::new)))
                .map(rows -> rows.iterator().next().getBoolean("found"));
    }

    /**
     * Lets the runs wait again that a process has left in the middle because it or its database went away, or that this
     * one has begun or ended without hearing that it had.
     *
     * @param underWay the runs that this process is at
     * @return the runs
     */
    Uni<List<TrainingRun>> handBackOrphans(Collection<Long> underWay, Instant at) {
        return pool.preparedQuery("""
                        UPDATE training_run
                        SET state = CASE WHEN takeovers < $4 THEN 'waiting' ELSE 'failed' END::run_state,
                            ended_at = CASE WHEN takeovers < $4 THEN NULL ELSE $3::timestamptz END,
                            error = CASE WHEN takeovers < $4 THEN NULL ELSE 'The service or its database went away in the middle of it '
                                || takeovers + 1 || ' times' END,
                            takeovers = takeovers + 1, member = NULL, phase = NULL
                        WHERE state = 'running' AND
                        """ + ORPHANED + "RETURNING " + COLUMNS)
                .execute(Tuple.of(member.id(), underWay.toArray(Long[]::new), utc(at), MOST_TAKEOVERS))
                .plug(Deadlocks::retried)
                .map(TrainingRunRepository::runs);
    }

    /**
     * Active coins of a shard that have prices, ascending.
     *
     * @param since null means since the newest price of each was stored
     * @param after the last one that is known already, or the empty string
     * @return whether each was trained since
     */
    Uni<Map<String, Boolean>> coins(Shard shard, Instant since, String after, int limit) {
        return pool.preparedQuery(COINS_OF_SHARD)
                .execute(Tuple.of(
                        since == null ? null : utc(since), after, (long) shard.count(), (long) shard.index(), limit))
                .map(TrainingRunRepository::trained);
    }

    /** Whether each of the coins was trained since; those that are gone are left out. */
    Uni<Map<String, Boolean>> trained(Collection<String> coins, Instant since) {
        return pool.preparedQuery("SELECT c.id, " + TRAINED_SINCE
                        + "AS trained FROM coin AS c WHERE c.id = ANY ($2) ORDER BY c.id")
                .execute(Tuple.of(since == null ? null : utc(since), coins.toArray(String[]::new)))
                .map(TrainingRunRepository::trained);
    }

    private static Map<String, Boolean> trained(RowSet<Row> rows) {
        var trained = new LinkedHashMap<String, Boolean>();
        rows.forEach(row -> trained.put(row.getString("id"), row.getBoolean("trained")));
        return trained;
    }

    /** Notes what a run is at. */
    Uni<Void> phase(long run, String phase) {
        return pool.preparedQuery("UPDATE training_run SET phase = $2 WHERE id = $1 AND member = $3")
                .execute(Tuple.of(run, phase, member.id()))
                .invoke(TrainingRunRepository::failIfLost)
                .replaceWithVoid();
    }

    /** Closes a run that brought nothing. */
    Uni<Void> fail(long run, Instant at, String error) {
        return end(pool, run, TrainingState.FAILED, at, null, null, error);
    }

    /**
     * Closes a run of this process; fails with {@link LostRun} if another one has taken it over.
     *
     * @param client the pool, or the connection of a transaction
     */
    Uni<Void> end(SqlClient client, long run, TrainingState state, Instant at, Long model, String note, String error) {
        return client.preparedQuery("""
                        UPDATE training_run
                        SET state = $2::text::run_state, ended_at = $3, phase = NULL, model = $4, note = $5, error = $6,
                            member = NULL
                        WHERE id = $1 AND member = $7
                        """)
                .execute(Tuple.tuple(Arrays.asList(run, state.label(), utc(at), model, note, error, member.id())))
                .invoke(TrainingRunRepository::failIfLost)
                .replaceWithVoid();
    }

    private static void failIfLost(RowSet<Row> result) {
        if (result.rowCount() == 0) {
            throw new LostRun();
        }
    }

    /** Another process has taken the run over, because this one gave no sign of life. */
    static final class LostRun extends RuntimeException {
        private static final long serialVersionUID = 1;

        LostRun() {
            super("another process has taken it over, since this one gave no sign of life");
        }
    }

    /** Rolls back what was begun in vain. */
    private static final class TrainedAlready extends RuntimeException {
        private static final long serialVersionUID = 1;
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
                        """)
                .execute(Tuple.of(coin, keep))
                .plug(Deadlocks::retried)
                .replaceWithVoid();
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
