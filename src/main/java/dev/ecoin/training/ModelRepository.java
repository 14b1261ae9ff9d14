package dev.ecoin.training;

import dev.ecoin.database.Deadlocks;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.sarima.CorruptModelException;
import dev.ecoin.forecasting.sarima.ModelCodec;
import dev.ecoin.prices.ActiveModels;
import dev.ecoin.training.StoredModel.PassedOver;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Models to forecast with: the tables {@code model}, {@code model_state} and {@code active_model}. Whatever changes
 * {@code active_model} notifies the channel {@value #CHANNEL} with the coin, or with nothing for all coins.
 */
@ApplicationScoped
public class ModelRepository implements ActiveModels {

    /** Of LISTEN and NOTIFY. */
    public static final String CHANNEL = "active_model";

    private static final Logger LOG = Logger.getLogger(ModelRepository.class);

    private static final String COLUMNS = """
            SELECT m.id, s.id AS state, m.coin, m.name, s.origin, m.trained_at, s.made_at, m.fallback,
                   coalesce(a.pinned, false) AS pinned, s.blob
            """;

    private static final String STATES = COLUMNS + """
            FROM model_state AS s
            JOIN model AS m ON m.id = s.model
            LEFT JOIN active_model AS a ON a.model = m.id
            """;

    private static final String AS_TRAINED = COLUMNS + """
            FROM model AS m
            CROSS JOIN LATERAL (SELECT -m.id AS id, m.origin, m.trained_at AS made_at, m.blob) AS s
            LEFT JOIN active_model AS a ON a.model = m.id
            """;

    /** All that a coin could be served from, the models' blobs as trained behind their states; $2 comes first. */
    private static final String STAND_INS = """
            SELECT * FROM (%1$s WHERE m.coin = $1 AND %3$s UNION ALL %2$s WHERE m.coin = $1 AND %3$s) AS stand_in
            ORDER BY id = $2 DESC, id DESC, origin DESC, state DESC
            """.formatted(STATES, AS_TRAINED, "(m.verdict = 'accepted' OR m.id = $2)");

    private static final String OF_MODEL = """
            SELECT * FROM (%1$s WHERE m.coin = $1 AND m.id = $2 UNION ALL %2$s WHERE m.coin = $1 AND m.id = $2) AS own
            ORDER BY origin DESC, state DESC
            """.formatted(STATES, AS_TRAINED);

    private final Pool pool;
    private final CorruptBlobs corrupt;

    ModelRepository(Pool pool, CorruptBlobs corrupt) {
        this.pool = pool;
        this.corrupt = corrupt;
    }

    /**
     * The model that serves the coin's forecasts, in its newest state. If that one's blob is corrupt, what stands in for
     * it is the newest intact state of the same model or else of the coin's newest model that has one.
     *
     * @return empty if the coin has no active model; failed with {@link CorruptModelException} if nothing is intact
     */
    public Uni<Optional<StoredModel>> active(String coin) {
        return pool.preparedQuery(STATES + "WHERE a.coin = $1 AND s.id = a.state")
                .execute(Tuple.of(coin))
                .flatMap(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    var row = rows.iterator().next();
                    try {
                        return Uni.createFrom().item(Optional.of(model(row, null)));
                    } catch (CorruptModelException e) {
                        var passedOver = passedOver(row, e);
                        corrupt.found(coin, passedOver);
                        return standIn(coin, passedOver).map(Optional::of);
                    }
                });
    }

    private Uni<StoredModel> standIn(String coin, PassedOver passedOver) {
        return pool.preparedQuery(STAND_INS)
                .execute(Tuple.of(coin, passedOver.model()))
                .map(rows -> firstIntact(rows, passedOver)
                        .orElseThrow(() -> new CorruptModelException(
                                CorruptModelException.Reason.CHECKSUM,
                                "no stored model of " + coin + " is intact: " + passedOver.reason())));
    }

    /**
     * A model of the coin, active or not, in its newest intact state.
     *
     * @return empty if there is no such model; failed with {@link CorruptModelException} if nothing of it is intact
     */
    public Uni<Optional<StoredModel>> find(String coin, long model) {
        return pool.preparedQuery(OF_MODEL).execute(Tuple.of(coin, model)).map(rows -> {
            var intact = firstIntact(rows, null);
            if (intact.isEmpty() && rows.size() > 0) {
                throw new CorruptModelException(
                        CorruptModelException.Reason.CHECKSUM, "nothing of the model " + model + " is intact");
            }
            return intact;
        });
    }

    /**
     * The state that a coin was last served from while the given day was its origin: it forecasts as was forecast then.
     *
     * @return empty if none was, or it is not kept any more, or it is corrupt
     */
    public Uni<Optional<StoredModel>> servedFrom(String coin, LocalDate origin) {
        return pool.preparedQuery(STATES + """
                        WHERE s.coin = $1 AND s.origin = $2 AND s.served_from IS NOT NULL
                        ORDER BY s.served_from DESC, s.id DESC LIMIT 1
                        """).execute(Tuple.of(coin, origin)).map(rows -> firstIntact(rows, null));
    }

    /** The newest origins that a coin was served from and whose states are kept, the newest first. */
    public Uni<List<LocalDate>> servedOrigins(String coin, int most) {
        return pool.preparedQuery("""
                        SELECT DISTINCT origin FROM model_state WHERE coin = $1 AND served_from IS NOT NULL
                        ORDER BY origin DESC LIMIT $2
                        """).execute(Tuple.of(coin, most)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> row.getLocalDate("origin"))
                .toList());
    }

    Uni<Boolean> hasActive(String coin) {
        return pool.preparedQuery("SELECT EXISTS (SELECT FROM active_model WHERE coin = $1)")
                .execute(Tuple.of(coin))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The ids of the coin's newest models, the newest first. */
    public Uni<List<Long>> newestIds(String coin, int most) {
        return pool.preparedQuery("SELECT id FROM model WHERE coin = $1 ORDER BY id DESC LIMIT $2")
                .execute(Tuple.of(coin, most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong("id"))
                        .toList());
    }

    @Override
    public Uni<Map<String, ActiveModel>> activeModels(Collection<String> coins) {
        return pool.preparedQuery("""
                        SELECT a.coin, m.id, m.name, s.origin
                        FROM active_model AS a JOIN model AS m ON m.id = a.model JOIN model_state AS s ON s.id = a.state
                        WHERE a.coin = ANY ($1)
                        """)
                .execute(Tuple.of(coins.toArray(String[]::new)))
                .map(rows -> {
                    var active = new TreeMap<String, ActiveModel>();
                    rows.forEach(row -> active.put(
                            row.getString("coin"),
                            new ActiveModel(row.getLong("id"), row.getString("name"), row.getLocalDate("origin"))));
                    return active;
                });
    }

    /** The last observed day of each active model, by coin. */
    public Uni<Map<String, LocalDate>> origins() {
        return pool.query("SELECT a.coin, s.origin FROM active_model AS a JOIN model_state AS s ON s.id = a.state")
                .execute()
                .map(rows -> {
                    var origins = new TreeMap<String, LocalDate>();
                    rows.forEach(row -> origins.put(row.getString("coin"), row.getLocalDate("origin")));
                    return origins;
                });
    }

    /** Whether any coin has an active model. */
    public Uni<Boolean> isAnyActive() {
        return pool.query("SELECT EXISTS (SELECT FROM active_model)")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The first coins that have an active model, ascending. */
    public Uni<List<String>> served(int most) {
        return pool.preparedQuery("SELECT coin FROM active_model ORDER BY coin LIMIT $1")
                .execute(Tuple.of(most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("coin"))
                        .toList());
    }

    /** A model's id and that of its state as trained. */
    record Added(long model, long state) {}

    /** What became of the models that a run brought. */
    record Outcome(Added added, boolean activated) {}

    /**
     * Adds a run's models to the history, makes one of them the one that serves and closes the run: all or nothing.
     *
     * @param model what the run was for
     * @param standIn what serves in its place if it was rejected and there is nothing else; null if not needed
     * @param activation of the model or else of its stand-in; null if neither is to serve
     * @return of the model, and whether it, or its stand-in, serves now: it does not if the present one is pinned
     */
    Uni<Outcome> store(
            String coin,
            NewModel model,
            NewModel standIn,
            Activation activation,
            BiFunction<SqlConnection, Outcome, Uni<Void>> close) {
        return pool.withTransaction(connection -> add(connection, coin, model)
                        .flatMap(added -> {
                            var serving =
                                    standIn == null ? Uni.createFrom().item(added) : add(connection, coin, standIn);
                            return serving.flatMap(state -> activation == null
                                            ? Uni.createFrom().item(false)
                                            : activate(
                                                    connection,
                                                    coin,
                                                    state,
                                                    activation,
                                                    "WHERE NOT active_model.pinned"))
                                    .map(activated -> new Outcome(added, activated));
                        })
                        .call(outcome -> close.apply(connection, outcome)))
                .plug(Deadlocks::retried);
    }

    private static Uni<Added> add(SqlConnection connection, String coin, NewModel model) {
        var description = model.description();
        var verdict = model.verdict();
        return connection
                .preparedQuery("""
                        INSERT INTO model (coin, name, origin, observations, log_likelihood, aicc, fallback,
                            coefficients, diagnostics, candidates, trained_at, training_time, blob, verdict,
                            verdict_reason, backtest)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                            $12::bigint * interval '1 millisecond', $13, $14::text::model_verdict, $15, $16)
                        RETURNING id
                        """)
                .execute(Tuple.tuple(Arrays.asList(
                        coin,
                        description.name(),
                        model.fitted().origin(),
                        description.observations(),
                        description.logLikelihood(),
                        description.aicc(),
                        description.fallback(),
                        description.coefficients(),
                        description.diagnostics(),
                        description.candidates(),
                        utc(model.trainedAt()),
                        model.trainingTime().toMillis(),
                        Buffer.buffer(ModelCodec.encode(model.fitted())),
                        verdict.label(),
                        verdict.reason(),
                        verdict.backtest())))
                .map(ModelRepository::id)
                .flatMap(id -> addState(connection, coin, id, model.fitted(), model.trainedAt()));
    }

    private static Uni<Added> addState(
            SqlConnection connection, String coin, long model, FittedModel fitted, Instant at) {
        return connection
                .preparedQuery("""
                        INSERT INTO model_state (coin, model, origin, blob, made_at) VALUES ($1, $2, $3, $4, $5)
                        RETURNING id
                        """)
                .execute(Tuple.of(coin, model, fitted.origin(), Buffer.buffer(ModelCodec.encode(fitted)), utc(at)))
                .map(rows -> new Added(model, id(rows)));
    }

    /**
     * Makes a model the one that serves, pinned ones giving way too.
     *
     * @param fitted the state to serve from; stored first if it is not the given one's
     */
    Uni<Void> activate(StoredModel model, FittedModel fitted, Activation activation) {
        return pool.withTransaction(connection -> stateOf(connection, model, fitted, activation.at())
                        .flatMap(state -> activate(connection, model.coin(), state, activation, ""))
                        .replaceWithVoid())
                .plug(Deadlocks::retried);
    }

    /**
     * Lets the active model serve from a newer state of it, or, where it was corrupt, from what stands in for it.
     *
     * @param active what serves now
     * @param fitted the same model in the newer state
     * @param recovery how to note that another model takes over; used only if one does
     * @param record what else belongs into the transaction
     * @return false if meanwhile something else serves, and nothing was changed
     */
    Uni<Boolean> moveOn(
            StoredModel active, FittedModel fitted, Activation recovery, Function<SqlConnection, Uni<Void>> record) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery("SELECT model FROM active_model WHERE coin = $1 AND state = $2 FOR UPDATE")
                        .execute(Tuple.of(active.coin(), active.pointedAt()))
                        .flatMap(rows -> {
                            if (rows.size() == 0) {
                                return Uni.createFrom().item(false);
                            }
                            var isSame = rows.iterator().next().getLong("model") == active.id();
                            return stateOf(connection, active, fitted, recovery.at())
                                    .flatMap(state -> isSame
                                            ? connection
                                                    .preparedQuery("UPDATE active_model SET state = $2 WHERE coin = $1")
                                                    .execute(Tuple.of(active.coin(), state.state()))
                                                    .replaceWithVoid()
                                            : activate(connection, active.coin(), state, recovery, "")
                                                    .replaceWithVoid())
                                    .call(() -> record.apply(connection))
                                    .replaceWith(true);
                        }))
                .plug(Deadlocks::retried);
    }

    private static Uni<Added> stateOf(SqlConnection connection, StoredModel model, FittedModel fitted, Instant at) {
        return fitted == model.fitted() && model.state() > 0
                ? Uni.createFrom().item(new Added(model.id(), model.state()))
                : addState(connection, model.coin(), model.id(), fitted, at);
    }

    /** Returns whether the state serves now. */
    private static Uni<Boolean> activate(
            SqlConnection connection, String coin, Added state, Activation activation, String condition) {
        return connection
                .preparedQuery("""
                        INSERT INTO active_model (coin, model, state, activated_at, activated_by, reason, pinned)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT (coin) DO UPDATE
                        SET model = excluded.model, state = excluded.state, activated_at = excluded.activated_at,
                            activated_by = excluded.activated_by, reason = excluded.reason, pinned = excluded.pinned
                        """ + condition)
                .execute(Tuple.tuple(Arrays.asList(
                        coin,
                        state.model(),
                        state.state(),
                        utc(activation.at()),
                        activation.by(),
                        activation.reason(),
                        activation.pinned())))
                .map(result -> result.rowCount() == 1);
    }

    /** The model as trained, empty if that blob is corrupt. */
    Uni<Optional<FittedModel>> asTrained(long model) {
        return pool.preparedQuery(AS_TRAINED + "WHERE m.id = $1")
                .execute(Tuple.of(model))
                .map(rows -> firstIntact(rows, null).map(StoredModel::fitted));
    }

    /** Keeps a backtest with the model that it measured, in place of a former one. */
    Uni<Void> keepBacktest(long model, JsonObject backtest) {
        return pool.preparedQuery("UPDATE model SET backtest = $2 WHERE id = $1")
                .execute(Tuple.of(model, backtest))
                .replaceWithVoid();
    }

    /**
     * Removes what is not to be kept of a coin: never what serves, nor the newest model that could stand in for it, nor
     * the newest state of a model that is kept.
     *
     * @param models how many of the newest models to keep
     * @param states how many of the newest states to keep
     */
    Uni<Void> prune(String coin, int models, int states) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery("""
                        DELETE FROM model
                        WHERE coin = $1
                          AND id NOT IN (SELECT id FROM model WHERE coin = $1 ORDER BY id DESC LIMIT $2)
                          AND id NOT IN (SELECT model FROM active_model WHERE coin = $1)
                          AND id IS DISTINCT FROM (
                              SELECT max(id) FROM model
                              WHERE coin = $1 AND verdict = 'accepted'
                                AND id NOT IN (SELECT model FROM active_model WHERE coin = $1))
                        """)
                        .execute(Tuple.of(coin, models))
                        .flatMap(done -> connection.preparedQuery("""
                                DELETE FROM model_state
                                WHERE coin = $1
                                  AND id NOT IN (SELECT id FROM model_state WHERE coin = $1 ORDER BY id DESC LIMIT $2)
                                  AND id NOT IN (SELECT state FROM active_model WHERE coin = $1)
                                  AND id NOT IN (SELECT max(id) FROM model_state WHERE coin = $1 GROUP BY model)
                                """).execute(Tuple.of(coin, states)))
                        .replaceWithVoid())
                .plug(Deadlocks::retried);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<StoredModel> firstIntact(RowSet<Row> rows, PassedOver passedOver) {
        for (var row : rows) {
            try {
                return Optional.of(model(row, passedOver));
            } catch (CorruptModelException e) {
                LOG.debugf(e, "State %d of model %d cannot be read", row.getLong("state"), row.getLong("id"));
            }
        }
        return Optional.empty();
    }

    private static PassedOver passedOver(Row row, CorruptModelException e) {
        return new PassedOver(row.getLong("id"), row.getLong("state"), row.getLocalDate("origin"), e.getMessage());
    }

    static long id(RowSet<Row> rows) {
        return rows.iterator().next().getLong("id");
    }

    private static StoredModel model(Row row, PassedOver passedOver) {
        var blob = row.getBuffer("blob").getBytes();
        FittedModel fitted = ModelCodec.decode(blob);
        return new StoredModel(
                row.getLong("id"),
                row.getLong("state"),
                row.getString("coin"),
                row.getString("name"),
                fitted.origin(),
                row.getOffsetDateTime("trained_at").toInstant(),
                row.getOffsetDateTime("made_at").toInstant(),
                row.getString("fallback"),
                row.getBoolean("pinned"),
                passedOver,
                fitted,
                blob);
    }
}
