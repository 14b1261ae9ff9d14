package dev.ecoin.training;

import dev.ecoin.database.Session;
import dev.ecoin.runs.RunState;
import dev.ecoin.training.ModelGauges.End;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Trainings, advances and backtests in the table {@code run}. */
@ApplicationScoped
public class TrainingRunRepository {

    private static final String COLUMNS = """
            id, coin, kind, state::text AS state, requested_by, options::text AS options, phase, requested_at,
            started_at, ended_at, model, note, error
            """;

    private static final String OF_THESE_KINDS = "kind IN ('train', 'advance', 'backtest')";

    /** Whether the coin {@code c.id} was trained since {@code $1} or, if that is null, since its latest price. */
    private static final String TRAINED_SINCE = """
            EXISTS (SELECT FROM run AS r
                    WHERE r.coin = c.id AND r.kind = 'train' AND r.state IN ('succeeded', 'rejected')
                      AND r.started_at >= coalesce($1::timestamptz,
                                                   (SELECT max(stored_at) FROM daily_price WHERE coin = c.id)))
            """;

    private static final String COINS_OF_SHARD = "SELECT c.id, " + TRAINED_SINCE + """
            AS trained
            FROM coin AS c
            WHERE c.state = 'active' AND c.id > $2 AND ('x' || left(md5(c.id), 8))::bit(32)::bigint % $3 = $4
              AND EXISTS (SELECT FROM daily_price WHERE coin = c.id)
            ORDER BY c.id LIMIT $5
            """;

    private static final String REQUEST = """
            INSERT INTO run (kind, coin, lane, options, priority, requested_by, requested_at, due_at, state)
            SELECT $1, c.id, $1 || ' ' || c.id, $2::text::jsonb, $3::smallint, $4, $5, $5, 'waiting'
            FROM coin AS c
            WHERE c.state = 'active' AND EXISTS (SELECT FROM daily_price WHERE coin = c.id) AND %s
              AND NOT EXISTS (SELECT FROM run
                              WHERE lane = $1 || ' ' || c.id AND options = $2::text::jsonb
                                AND state IN ('waiting', 'paused'))
            FOR KEY SHARE OF c
            ON CONFLICT DO NOTHING
            """;

    private static final String WITHOUT_MODEL = "NOT EXISTS (SELECT FROM active_model AS a WHERE a.coin = c.id)";

    private static final String BEHIND = """
            EXISTS (SELECT FROM active_model AS a JOIN model_state AS s ON s.id = a.state
                    WHERE a.coin = c.id AND s.origin < (SELECT max(day) FROM daily_price WHERE coin = c.id))
            """;

    /** Compares the latest day only, because comparing all days would read all of them. */
    private static final String TRAINED_ON_NEWEST_PRICE = """
            EXISTS (SELECT FROM run AS r
                    WHERE r.coin = c.id AND r.kind = 'train' AND r.state IN ('running', 'succeeded', 'rejected')
                      AND r.started_at >= (SELECT stored_at FROM daily_price WHERE coin = c.id
                                           ORDER BY day DESC LIMIT 1))
            """;

    /** Priorities: quick runs first. */
    private static final int IN_TURN = 0;

    private static final int FIRST_MODEL = 5;
    private static final int NEW_PRICES = 8;

    private final Pool pool;

    TrainingRunRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Requests trainings of the active coins with new prices since their last one, with a lower priority than requests
     * of users.
     */
    public int requestDue(Session session, TrainingRequest request, String by, Instant at) throws SQLException {
        return session.update(
                REQUEST.formatted("NOT " + TRAINED_ON_NEWEST_PRICE),
                TrainingKind.TRAIN.label(),
                request.json().encode(),
                IN_TURN,
                by,
                at);
    }

    /** Requests trainings of the active coins that have prices and no model. */
    public int requestFirst(Session session, String by, Instant at) throws SQLException {
        return session.update(
                REQUEST.formatted(WITHOUT_MODEL),
                TrainingKind.TRAIN.label(),
                TrainingRequest.CONFIGURED.json().encode(),
                FIRST_MODEL,
                by,
                at);
    }

    /** Requests advances of the active models that are behind their coins' last stored days. */
    public int requestAdvances(Session session, String by, Instant at) throws SQLException {
        return session.update(REQUEST.formatted(BEHIND), TrainingKind.ADVANCE.label(), "{}", NEW_PRICES, by, at);
    }

    /** The active coins that have prices and no model. */
    public List<String> withoutModel(Session session) throws SQLException {
        return session.list(
                row -> row.getString("id"),
                "SELECT c.id FROM coin AS c WHERE c.state = 'active' AND " + WITHOUT_MODEL
                        + " AND EXISTS (SELECT FROM daily_price WHERE coin = c.id) ORDER BY c.id");
    }

    /** The active coins whose models are behind their last stored days. */
    List<String> behind(Session session) throws SQLException {
        return session.list(
                row -> row.getString("id"),
                "SELECT c.id FROM coin AS c WHERE c.state = 'active' AND " + BEHIND + " ORDER BY c.id");
    }

    /**
     * Whether a coin was trained since.
     *
     * @param since null means since its latest price was stored
     */
    boolean isTrained(Session session, String coin, Instant since) throws SQLException {
        return session.first(
                        row -> row.getBoolean("trained"),
                        "SELECT " + TRAINED_SINCE + "AS trained FROM coin AS c WHERE c.id = $2",
                        since,
                        coin)
                .orElse(false);
    }

    /**
     * Active coins of a shard that have prices, ascending.
     *
     * @param since null means since the latest price of each was stored
     * @param after the last coin already read, or the empty string
     * @return by coin, whether it was trained since
     */
    Map<String, Boolean> coins(Session session, Shard shard, Instant since, String after, int limit)
            throws SQLException {
        return trained(session, COINS_OF_SHARD, since, after, (long) shard.count(), (long) shard.index(), limit);
    }

    /** Number of those coins that were not trained since. */
    long countDue(Session session, Shard shard, Instant since) throws SQLException {
        return session.one(
                row -> row.getLong("due"),
                "SELECT count(*) AS due FROM (" + COINS_OF_SHARD + ") AS coins WHERE NOT trained",
                since,
                "",
                (long) shard.count(),
                (long) shard.index(),
                Integer.MAX_VALUE);
    }

    /** Whether each of the coins was trained since; removed coins are left out. */
    Map<String, Boolean> trained(Session session, Collection<String> coins, Instant since) throws SQLException {
        return trained(
                session,
                "SELECT c.id, " + TRAINED_SINCE + "AS trained FROM coin AS c WHERE c.id = ANY ($2) ORDER BY c.id",
                since,
                coins.toArray(String[]::new));
    }

    private static Map<String, Boolean> trained(Session session, String sql, Object... parameters) throws SQLException {
        var trained = new LinkedHashMap<String, Boolean>();
        session.list(row -> trained.put(row.getString("id"), row.getBoolean("trained")), sql, parameters);
        return trained;
    }

    /** Outcome of the latest ended training of each active coin. */
    List<End> newestEnds(Session session) throws SQLException {
        return session.list(TrainingRunRepository::end, """
                SELECT r.coin, r.state::text AS state, r.ended_at
                FROM coin AS c
                CROSS JOIN LATERAL (
                    SELECT coin, state, ended_at FROM run
                    WHERE coin = c.id AND kind = 'train' AND ended_at IS NOT NULL
                    ORDER BY started_at DESC LIMIT 1
                ) AS r
                WHERE c.state = 'active'
                """);
    }

    /** Why the coin's newest training that has ended rejected its model; empty if it did not. */
    public Optional<String> rejection(Session session, String coin) throws SQLException {
        return session.first(
                        row -> RunState.of(row.getString("state")) == RunState.REJECTED
                                ? Optional.ofNullable(row.getString("error"))
                                        .or(() -> Optional.of("no reason was recorded"))
                                : Optional.<String>empty(),
                        """
                        SELECT state::text AS state, error FROM run
                        WHERE coin = $1 AND kind = 'train' AND state IN ('succeeded', 'rejected')
                        ORDER BY started_at DESC LIMIT 1
                        """,
                        coin)
                .flatMap(Function.identity());
    }

    private static End end(ResultSet row) throws SQLException {
        return new End(row.getString("coin"), RunState.of(row.getString("state")), Session.instant(row, "ended_at"));
    }

    /** State of a coin without a model; empty if the coin is unknown. */
    public Uni<Optional<Outlook>> outlook(String coin) {
        return pool.preparedQuery("""
                        SELECT c.state = 'active' AS active, coalesce(c.listing <> 'not_listed', true) AS listed,
                               EXISTS (SELECT FROM daily_price WHERE coin = c.id) AS priced,
                               EXISTS (SELECT FROM run WHERE coin = c.id AND kind = 'train' AND ended_at IS NULL) AS training,
                               EXISTS (SELECT FROM run WHERE kind = 'crawl' AND ended_at IS NULL) AS crawling,
                               (SELECT coalesce(error, note) FROM run
                                WHERE coin = c.id AND kind = 'train' AND ended_at IS NOT NULL
                                ORDER BY started_at DESC LIMIT 1) AS trouble
                        FROM coin AS c WHERE c.id = $1
                        """).execute(Tuple.of(coin)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> new Outlook(
                        row.getBoolean("active"),
                        row.getBoolean("listed"),
                        row.getBoolean("priced"),
                        row.getBoolean("training"),
                        row.getBoolean("crawling"),
                        row.getString("trouble")))
                .findFirst());
    }

    Uni<Optional<TrainingRun>> find(long run) {
        return pool.preparedQuery("SELECT " + COLUMNS + "FROM run WHERE id = $1 AND " + OF_THESE_KINDS)
                .execute(Tuple.of(run))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TrainingRunRepository::run)
                        .findFirst());
    }

    /**
     * The latest runs.
     *
     * @param coin null means any
     * @param state null means any
     */
    Uni<List<TrainingRun>> list(String coin, RunState state, int limit) {
        return pool.preparedQuery("SELECT " + COLUMNS + "FROM run WHERE " + OF_THESE_KINDS + """
                        AND ($1::text IS NULL OR coin = $1) AND ($2::text IS NULL OR state = $2::text::run_state)
                        ORDER BY id DESC LIMIT $3
                        """)
                .execute(Tuple.of(coin, state == null ? null : state.label(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TrainingRunRepository::run)
                        .toList());
    }

    private static TrainingRun run(Row row) {
        return new TrainingRun(
                row.getLong("id"),
                row.getString("coin"),
                TrainingKind.of(row.getString("kind")),
                RunState.of(row.getString("state")),
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
}
