package dev.ecoin.training;

import dev.ecoin.database.Columns;
import dev.ecoin.database.Session;
import dev.ecoin.forecasting.CorruptModelException;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.prices.ActiveModels;
import dev.ecoin.training.StoredModel.PassedOver;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Models to forecast with: the tables {@code model}, {@code model_state} and {@code active_model}. Every change of
 * {@code active_model} notifies the channel {@value #CHANNEL} with the coin, or with an empty payload for all coins.
 */
@ApplicationScoped
public class ModelRepository implements ActiveModels {

    /** Channel for LISTEN and NOTIFY. */
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

    /** Everything that a coin could be served from, with trained blobs after states; $2 comes first. */
    private static final String STAND_INS = """
            SELECT * FROM (%1$s WHERE m.coin = $1 AND %3$s UNION ALL %2$s WHERE m.coin = $1 AND %3$s) AS stand_in
            ORDER BY id = $2 DESC, id DESC, origin DESC, state DESC
            """.formatted(STATES, AS_TRAINED, "(m.verdict = 'accepted' OR m.id = $2)");

    private static final String OF_MODEL = """
            SELECT * FROM (%1$s WHERE m.coin = $1 AND m.id = $2 UNION ALL %2$s WHERE m.coin = $1 AND m.id = $2) AS own
            ORDER BY origin DESC, state DESC
            """.formatted(STATES, AS_TRAINED);

    private static final String ACTIVE = STATES + "WHERE a.coin = $1 AND s.id = a.state";

    private static final String SERVED_FROM = STATES + """
            WHERE s.coin = $1 AND s.origin = $2 AND s.served_from IS NOT NULL
            ORDER BY s.served_from DESC, s.id DESC LIMIT 1
            """;

    private static final String ACTIVE_MODELS = """
            SELECT a.coin, m.id, m.name, s.origin
            FROM active_model AS a JOIN model AS m ON m.id = a.model JOIN model_state AS s ON s.id = a.state
            """;

    private static final String ACTIVE_MODELS_OF = ACTIVE_MODELS + "WHERE a.coin = ANY ($1)";

    private final Pool pool;
    private final CorruptBlobs corrupt;
    private final Event<ActiveModelChanged> changes;

    ModelRepository(Pool pool, CorruptBlobs corrupt, Event<ActiveModelChanged> changes) {
        this.pool = pool;
        this.corrupt = corrupt;
        this.changes = changes;
    }

    /**
     * The coin's active model in its latest state. If that blob is corrupt, its substitute is the latest intact state
     * of the same model, or else of the coin's latest model that has one.
     *
     * @return empty if the coin has no active model; failed with {@link CorruptModelException} if no state is intact
     */
    public Uni<Optional<StoredModel>> active(String coin) {
        return pool.preparedQuery(ACTIVE).execute(Tuple.of(coin)).flatMap(rows -> {
            var active = stored(rows);
            if (active.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            try {
                return Uni.createFrom().item(Optional.of(active.get(0).decoded(null)));
            } catch (CorruptModelException e) {
                var passedOver = passedOver(active.get(0), e);
                return pool.preparedQuery(STAND_INS)
                        .execute(Tuple.of(coin, passedOver.model()))
                        .map(standIns -> Optional.of(standIn(stored(standIns), coin, passedOver)));
            }
        });
    }

    /** {@link #active(String)} for jobs. */
    public Optional<StoredModel> active(Session session, String coin) throws SQLException {
        var active = session.first(ModelRepository::stored, ACTIVE, coin);
        if (active.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(active.get().decoded(null));
        } catch (CorruptModelException e) {
            var passedOver = passedOver(active.get(), e);
            return Optional.of(standIn(
                    session.list(ModelRepository::stored, STAND_INS, coin, passedOver.model()), coin, passedOver));
        }
    }

    private PassedOver passedOver(Stored active, CorruptModelException e) {
        var passedOver = new PassedOver(active.id(), active.state(), active.origin(), e.getMessage());
        corrupt.found(active.coin(), passedOver);
        return passedOver;
    }

    private static StoredModel standIn(List<Stored> standIns, String coin, PassedOver passedOver) {
        return firstIntact(standIns, passedOver)
                .orElseThrow(() -> new CorruptModelException(
                        CorruptModelException.Reason.CHECKSUM,
                        "no stored model of " + coin + " is intact: " + passedOver.reason()));
    }

    /**
     * A model of the coin, active or not, in its latest intact state.
     *
     * @return empty if there is no such model; failed with {@link CorruptModelException} if none of its blobs is intact
     */
    public Uni<Optional<StoredModel>> find(String coin, long model) {
        return pool.preparedQuery(OF_MODEL)
                .execute(Tuple.of(coin, model))
                .map(rows -> intactOrNone(stored(rows), model));
    }

    /** {@link #find(String, long)} for jobs. */
    Optional<StoredModel> find(Session session, String coin, long model) throws SQLException {
        return intactOrNone(session.list(ModelRepository::stored, OF_MODEL, coin, model), model);
    }

    private static Optional<StoredModel> intactOrNone(List<Stored> states, long model) {
        var intact = firstIntact(states, null);
        if (intact.isEmpty() && !states.isEmpty()) {
            throw new CorruptModelException(
                    CorruptModelException.Reason.CHECKSUM, "nothing of the model " + model + " is intact");
        }
        return intact;
    }

    /**
     * The state that last served the coin while the given day was its origin; it reproduces the forecasts of that time.
     *
     * @return empty if there was none, if it is no longer stored, or if it is corrupt
     */
    public Uni<Optional<StoredModel>> servedFrom(String coin, LocalDate origin) {
        return pool.preparedQuery(SERVED_FROM)
                .execute(Tuple.of(coin, origin))
                .map(rows -> firstIntact(stored(rows), null));
    }

    /** {@link #servedFrom(String, LocalDate)} for jobs. */
    public Optional<StoredModel> servedFrom(Session session, String coin, LocalDate origin) throws SQLException {
        return firstIntact(session.list(ModelRepository::stored, SERVED_FROM, coin, origin), null);
    }

    /** The latest origins that the coin was served from and whose states are stored, latest first. */
    public Uni<List<LocalDate>> servedOrigins(String coin, int most) {
        return pool.preparedQuery("""
                        SELECT DISTINCT origin FROM model_state WHERE coin = $1 AND served_from IS NOT NULL
                        ORDER BY origin DESC LIMIT $2
                        """).execute(Tuple.of(coin, most)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> row.getLocalDate("origin"))
                .toList());
    }

    boolean hasActive(Session session, String coin) throws SQLException {
        return session.one(row -> row.getBoolean(1), "SELECT EXISTS (SELECT FROM active_model WHERE coin = $1)", coin);
    }

    /** The ids of the coin's latest models, latest first. */
    public Uni<List<Long>> newestIds(String coin, int most) {
        return pool.preparedQuery("SELECT id FROM model WHERE coin = $1 ORDER BY id DESC LIMIT $2")
                .execute(Tuple.of(coin, most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong("id"))
                        .toList());
    }

    @Override
    public Uni<Map<String, ActiveModel>> activeModels(Collection<String> coins) {
        return pool.preparedQuery(ACTIVE_MODELS_OF)
                .execute(Tuple.of(coins.toArray(String[]::new)))
                .map(rows -> {
                    var active = new TreeMap<String, ActiveModel>();
                    rows.forEach(row -> active.put(row.getString("coin"), activeModel(row::get)));
                    return active;
                });
    }

    @Override
    public Map<String, ActiveModel> activeModels(Session session, Collection<String> coins) throws SQLException {
        var active = new TreeMap<String, ActiveModel>();
        session.list(row -> active.put(row.getString("coin"), activeModel(Columns.of(row))), ACTIVE_MODELS_OF, (Object)
                coins.toArray(String[]::new));
        return active;
    }

    private static ActiveModel activeModel(Columns row) {
        return new ActiveModel(
                row.get(Long.class, "id"), row.get(String.class, "name"), row.get(LocalDate.class, "origin"));
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

    /** The first coins with an active model, ascending. */
    public Uni<List<String>> served(int most) {
        return pool.preparedQuery("SELECT coin FROM active_model ORDER BY coin LIMIT $1")
                .execute(Tuple.of(most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("coin"))
                        .toList());
    }

    /** {@link #origins()} for jobs. */
    public Map<String, LocalDate> origins(Session session) throws SQLException {
        var origins = new TreeMap<String, LocalDate>();
        session.list(
                row -> origins.put(row.getString("coin"), row.getObject("origin", LocalDate.class)), ACTIVE_MODELS);
        return origins;
    }

    /** Id of a model and of its trained state. */
    record Added(long model, long state) {}

    /** Result of storing the models of a run. */
    record Outcome(Added added, boolean activated) {}

    /**
     * Adds a run's models to the history and activates one of them.
     *
     * @param session its transaction also ends the run
     * @param model the trained model
     * @param standIn baseline to activate if the model was rejected and the coin has no other; null if not needed
     * @param activation of the model or else of its stand-in; null if neither is to be activated
     * @return the model, and whether it or its stand-in is now active; false if the present one is pinned
     */
    Outcome store(Session session, String coin, NewModel model, NewModel standIn, Activation activation)
            throws SQLException {
        var added = add(session, coin, model);
        var serving = standIn == null ? added : add(session, coin, standIn);
        return new Outcome(
                added,
                activation != null && activate(session, coin, serving, activation, "WHERE NOT active_model.pinned"));
    }

    private static Added add(Session session, String coin, NewModel model) throws SQLException {
        var description = model.description();
        var verdict = model.verdict();
        var id = session.one(
                row -> row.getLong("id"),
                """
                INSERT INTO model (coin, name, origin, observations, log_likelihood, aicc, fallback,
                    coefficients, diagnostics, candidates, trained_at, training_time, blob, verdict,
                    verdict_reason, backtest, pool)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                    $12::bigint * interval '1 millisecond', $13, $14, $15, $16, $17)
                RETURNING id
                """,
                coin,
                description.name(),
                model.fitted().origin(),
                description.observations(),
                DescriptionJson.finite(description.logLikelihood()),
                DescriptionJson.finite(description.aicc()),
                description.fallback(),
                encoded(DescriptionJson.coefficients(description)),
                encoded(DescriptionJson.diagnostics(description, model.fitted().intervals())),
                encoded(DescriptionJson.candidates(description)),
                model.trainedAt(),
                model.trainingTime().toMillis(),
                ModelCodec.encode(model.fitted()),
                verdict.label(),
                verdict.reason(),
                encoded(verdict.backtest()),
                model.fitted().intervals().pool().map(version -> version.id()).orElse(null));
        return addState(session, coin, id, model.fitted(), model.trainedAt());
    }

    private static Added addState(Session session, String coin, long model, FittedModel fitted, Instant at)
            throws SQLException {
        var state =
                session.one(row -> row.getLong("id"), """
                INSERT INTO model_state (coin, model, origin, blob, made_at) VALUES ($1, $2, $3, $4, $5)
                RETURNING id
                """, coin, model, fitted.origin(), ModelCodec.encode(fitted), at);
        return new Added(model, state);
    }

    /**
     * Activates a model, replacing even a pinned one.
     *
     * @param fitted the state to serve from; stored first if it differs from the model's
     */
    void activate(Session session, StoredModel model, FittedModel fitted, Activation activation) throws SQLException {
        activate(session, model.coin(), stateOf(session, model, fitted, activation.at()), activation, "");
    }

    /**
     * Advances the active model to a newer state or, if it was corrupt, activates the advanced substitute.
     *
     * @param active the active model
     * @param fitted the same model in the newer state
     * @param recovery the activation to record if another model takes over
     * @return false if another model was activated meanwhile, in which case nothing changed
     */
    boolean moveOn(Session session, StoredModel active, FittedModel fitted, Activation recovery) throws SQLException {
        var serving = session.first(
                row -> row.getLong("model"),
                "SELECT model FROM active_model WHERE coin = $1 AND state = $2 FOR UPDATE",
                active.coin(),
                active.pointedAt());
        if (serving.isEmpty()) {
            return false;
        }
        var state = stateOf(session, active, fitted, recovery.at());
        if (serving.get() == active.id()) {
            session.update("""
                    WITH moved AS (UPDATE active_model SET state = $2 WHERE coin = $1 RETURNING activated_at)
                    UPDATE model_state SET served_from = greatest(made_at, activated_at) FROM moved WHERE id = $2
                    """, active.coin(), state.state());
            changed(session, active.coin());
        } else {
            activate(session, active.coin(), state, recovery, "");
        }
        return true;
    }

    private static Added stateOf(Session session, StoredModel model, FittedModel fitted, Instant at)
            throws SQLException {
        return fitted == model.fitted() && model.state() > 0
                ? new Added(model.id(), model.state())
                : addState(session, model.coin(), model.id(), fitted, at);
    }

    /** Returns whether the state is now active. */
    private boolean activate(Session session, String coin, Added state, Activation activation, String condition)
            throws SQLException {
        // All parts of one statement see the tables before it, so a state that has served stays marked.
        boolean served = session.one(
                row -> row.getBoolean("served"),
                """
                WITH served AS (
                    INSERT INTO active_model (coin, model, state, activated_at, activated_by, reason, pinned)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT (coin) DO UPDATE
                    SET model = excluded.model, state = excluded.state, activated_at = excluded.activated_at,
                        activated_by = excluded.activated_by, reason = excluded.reason, pinned = excluded.pinned
                    %s
                    RETURNING *
                ), since AS (
                    UPDATE model_state SET served_from = greatest(made_at, activated_at)
                    FROM served
                    WHERE id = served.state AND NOT EXISTS (SELECT FROM active_model WHERE coin = $1 AND state = $3)
                ), recorded AS (
                    INSERT INTO model_activation (coin, model, activated_at, activated_by, reason, pinned)
                    SELECT coin, model, activated_at, activated_by, reason, pinned FROM served
                )
                SELECT EXISTS (SELECT FROM served) AS served
                """.formatted(condition),
                coin,
                state.model(),
                state.state(),
                activation.at(),
                activation.by(),
                activation.reason(),
                activation.pinned());
        if (served) {
            changed(session, coin);
        }
        return served;
    }

    private void changed(Session session, String coin) {
        session.afterCommit(() -> changes.fire(new ActiveModelChanged(coin)));
    }

    /** The model as trained; empty if that blob is corrupt. */
    Optional<FittedModel> asTrained(Session session, long model) throws SQLException {
        return firstIntact(session.list(ModelRepository::stored, AS_TRAINED + "WHERE m.id = $1", model), null)
                .map(StoredModel::fitted);
    }

    /** Stores a backtest with the model that it measured, replacing an earlier one. */
    void keepBacktest(Session session, long model, JsonObject backtest) throws SQLException {
        session.update("UPDATE model SET backtest = $2 WHERE id = $1", model, encoded(backtest));
    }

    /**
     * Deletes old models and states of a coin, but never the active model, its latest possible substitute, or the
     * latest state of a kept model.
     *
     * @param models number of latest models to keep
     * @param states number of latest states to keep
     */
    void prune(Session session, String coin, int models, int states) throws SQLException {
        session.update("""
                DELETE FROM model
                WHERE coin = $1
                  AND id NOT IN (SELECT id FROM model WHERE coin = $1 ORDER BY id DESC LIMIT $2)
                  AND id NOT IN (SELECT model FROM active_model WHERE coin = $1)
                  AND id IS DISTINCT FROM (
                      SELECT max(id) FROM model
                      WHERE coin = $1 AND verdict = 'accepted'
                        AND id NOT IN (SELECT model FROM active_model WHERE coin = $1))
                """, coin, models);
        session.update("""
                DELETE FROM model_state
                WHERE coin = $1
                  AND id NOT IN (SELECT id FROM model_state WHERE coin = $1 ORDER BY id DESC LIMIT $2)
                  AND id NOT IN (SELECT state FROM active_model WHERE coin = $1)
                  AND id NOT IN (SELECT max(id) FROM model_state WHERE coin = $1 GROUP BY model)
                """, coin, states);
    }

    private static String encoded(Object json) {
        return json == null ? null : Json.encode(json);
    }

    private static Optional<StoredModel> firstIntact(List<Stored> states, PassedOver passedOver) {
        for (var state : states) {
            try {
                return Optional.of(state.decoded(passedOver));
            } catch (CorruptModelException e) {
                LOG.debugf(e, "State %d of model %d cannot be read", state.state(), state.id());
            }
        }
        return Optional.empty();
    }

    private static List<Stored> stored(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Stored(
                        row.getLong("id"),
                        row.getLong("state"),
                        row.getString("coin"),
                        row.getString("name"),
                        row.getLocalDate("origin"),
                        row.getOffsetDateTime("trained_at").toInstant(),
                        row.getOffsetDateTime("made_at").toInstant(),
                        row.getString("fallback"),
                        row.getBoolean("pinned"),
                        row.getBuffer("blob").getBytes()))
                .toList();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"),
                row.getLong("state"),
                row.getString("coin"),
                row.getString("name"),
                row.getObject("origin", LocalDate.class),
                Session.instant(row, "trained_at"),
                Session.instant(row, "made_at"),
                row.getString("fallback"),
                row.getBoolean("pinned"),
                row.getBytes("blob"));
    }

    /** A row of {@link #COLUMNS}, whose blob may be corrupt. */
    private record Stored(
            long id,
            long state,
            String coin,
            String name,
            LocalDate origin,
            Instant trainedAt,
            Instant madeAt,
            String fallback,
            boolean pinned,
            byte[] blob) {

        StoredModel decoded(PassedOver passedOver) {
            FittedModel fitted = ModelCodec.decode(blob);
            return new StoredModel(
                    id,
                    state,
                    coin,
                    name,
                    fitted.origin(),
                    trainedAt,
                    madeAt,
                    fallback,
                    pinned,
                    passedOver,
                    fitted,
                    blob);
        }
    }
}
