package dev.ecoin.training;

import dev.ecoin.database.Columns;
import dev.ecoin.database.Session;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Details of models for people: the tables of {@link ModelRepository} and {@code model_activation}. */
@ApplicationScoped
public class ModelHistoryRepository {

    private static final int MOST_STATES = 100;

    private static final String SUMMARY = """
            SELECT m.id, m.coin, m.name, m.verdict_reason, a.model IS NOT NULL AND a.pinned AS pinned, m.origin,
                   s.origin AS advanced_to, m.trained_at, m.observations, m.aicc, m.fallback,
                   octet_length(m.blob) AS size_bytes,
                   CASE WHEN a.model IS NOT NULL THEN 'active'
                        WHEN EXISTS (SELECT FROM model_activation WHERE model = m.id) THEN 'retired'
                        WHEN m.verdict = 'rejected' THEN 'rejected'
                        ELSE 'candidate' END AS state,
                   b.scores
            """;

    /** Columns that the history omits; a model's backtest alone may have 100 kB. */
    private static final String DETAILS = """
            , m.log_likelihood, m.coefficients::text AS coefficients, m.diagnostics::text AS diagnostics,
            extract(epoch FROM m.training_time)::numeric AS training_seconds, m.candidates::text AS candidates,
            (jsonb_build_object('currency', (SELECT code FROM currency)) || m.backtest)::text AS backtest
            """;

    // Unpacks the backtest once, not once for each of its fields.
    private static final String MODELS = """
            FROM model AS m
            LEFT JOIN active_model AS a ON a.model = m.id
            LEFT JOIN LATERAL (
                SELECT coalesce(max(origin) FILTER (WHERE id = a.state), max(origin)) AS origin
                FROM model_state WHERE model = m.id
            ) AS s ON true
            LEFT JOIN LATERAL (
                SELECT jsonb_build_object(
                           'currency', (SELECT code FROM currency),
                           'mase_against_naive', short -> 'mase_against_naive',
                           'windows', jsonb_array_length(short -> 'origins'),
                           'horizon', short -> 'options' -> 'horizon',
                           'overall', short -> 'overall')::text AS scores
                FROM (SELECT m.backtest - '{forecasts,by_horizon,by_origin}'::text[] AS short OFFSET 0) AS unpacked
                WHERE short IS NOT NULL
            ) AS b ON true
            """;

    private static final String BACKTEST = """
            SELECT (jsonb_build_object('coin', m.coin, 'model', m.id, 'currency', (SELECT code FROM currency)) || m.backtest)::text AS backtest
            FROM active_model AS a JOIN model AS m ON m.id = a.model
            WHERE a.coin = $1 AND m.backtest IS NOT NULL
            """;

    private static final String OF_COIN = SUMMARY + MODELS + """
            WHERE m.coin = $1 AND ($2::bigint IS NULL OR m.id < $2::bigint) ORDER BY m.id DESC LIMIT $3::integer
            """;

    private static final String ACTIVATIONS = """
            SELECT model, activated_at, activated_by, reason, pinned FROM model_activation
            WHERE model = ANY($1) ORDER BY id DESC
            """;

    private final Pool pool;

    ModelHistoryRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A coin's models, latest first.
     *
     * @param before only models older than this one; null for no bound
     */
    Uni<List<ModelSummary>> list(String coin, Long before, int limit) {
        return pool.preparedQuery(OF_COIN)
                .execute(Tuple.of(coin, before, limit))
                .map(rows -> list(rows, row -> summary(row::get)))
                .flatMap(models -> activations(ids(models)).map(activations -> with(models, activations)));
    }

    /** {@link #list(String, Long, int)} for jobs. */
    public List<ModelSummary> list(Session session, String coin, Long before, int limit) throws SQLException {
        var models = session.list(row -> summary(Columns.of(row)), OF_COIN, coin, before, limit);
        var activations = session.list(row -> Activated.read(Columns.of(row)), ACTIVATIONS, (Object) ids(models));
        return with(models, Activated.byModel(activations.stream()));
    }

    private static Long[] ids(List<ModelSummary> models) {
        return models.stream().map(ModelSummary::id).toArray(Long[]::new);
    }

    private static List<ModelSummary> with(List<ModelSummary> models, Map<Long, List<Activation>> activations) {
        return models.stream()
                .map(model -> model.with(activations.getOrDefault(model.id(), List.of())))
                .toList();
    }

    /** All details of one model; empty if the coin has no such model. */
    Uni<Optional<ModelRecord>> find(String coin, long model) {
        return Uni.combine()
                .all()
                .unis(
                        pool.preparedQuery(SUMMARY + DETAILS + MODELS + "WHERE m.coin = $1 AND m.id = $2")
                                .execute(Tuple.of(coin, model)),
                        activations(model),
                        states(model))
                .with((rows, activations, states) -> list(rows, row -> row).stream()
                        .map(row -> record(row::get, activations.getOrDefault(model, List.of()), states))
                        .findFirst());
    }

    /** The latest backtest of a coin's active model, a JSON object; empty if it has none. */
    Uni<Optional<String>> backtest(String coin) {
        return pool.preparedQuery(BACKTEST)
                .execute(Tuple.of(coin))
                .map(rows ->
                        list(rows, row -> row.getString("backtest")).stream().findFirst());
    }

    /** {@link #backtest(String)} for jobs. */
    public Optional<String> backtest(Session session, String coin) throws SQLException {
        return session.first(row -> row.getString("backtest"), BACKTEST, coin);
    }

    private Uni<Map<Long, List<Activation>>> activations(Long... models) {
        return pool.preparedQuery(ACTIVATIONS)
                .execute(Tuple.of(models))
                .map(rows -> Activated.byModel(list(rows, row -> Activated.read(row::get)).stream()));
    }

    private Uni<List<ModelRecord.State>> states(long model) {
        return pool.preparedQuery("""
                        SELECT id, origin, made_at, served_from, octet_length(blob) AS size_bytes
                        FROM model_state WHERE model = $1 ORDER BY id DESC LIMIT $2
                        """)
                .execute(Tuple.of(model, MOST_STATES))
                .map(rows -> list(
                        rows,
                        row -> new ModelRecord.State(
                                row.getLong("id"),
                                row.getLocalDate("origin"),
                                instant(row::get, "made_at"),
                                instant(row::get, "served_from"),
                                row.getInteger("size_bytes"))));
    }

    private record Activated(long model, Activation activation) {

        static Activated read(Columns row) {
            return new Activated(
                    row.get(Long.class, "model"),
                    new Activation(
                            instant(row, "activated_at"),
                            row.get(String.class, "activated_by"),
                            row.get(String.class, "reason"),
                            row.get(Boolean.class, "pinned")));
        }

        static Map<Long, List<Activation>> byModel(Stream<Activated> rows) {
            return rows.collect(Collectors.groupingBy(
                    Activated::model, Collectors.mapping(Activated::activation, Collectors.toList())));
        }
    }

    private static ModelRecord record(Columns row, List<Activation> activations, List<ModelRecord.State> states) {
        return new ModelRecord(
                summary(row).with(activations),
                decimal(row, "log_likelihood"),
                row.get(BigDecimal.class, "training_seconds"),
                row.get(String.class, "coefficients"),
                row.get(String.class, "diagnostics"),
                row.get(String.class, "candidates"),
                row.get(String.class, "backtest"),
                states);
    }

    private static ModelSummary summary(Columns row) {
        return new ModelSummary(
                row.get(Long.class, "id"),
                row.get(String.class, "coin"),
                row.get(String.class, "name"),
                ModelState.valueOf(row.get(String.class, "state").toUpperCase(Locale.ROOT)),
                row.get(String.class, "verdict_reason"),
                row.get(Boolean.class, "pinned"),
                row.get(LocalDate.class, "origin"),
                row.get(LocalDate.class, "advanced_to"),
                instant(row, "trained_at"),
                row.get(Integer.class, "observations"),
                decimal(row, "aicc"),
                row.get(String.class, "fallback"),
                row.get(Integer.class, "size_bytes"),
                row.get(String.class, "scores"),
                List.of());
    }

    private static BigDecimal decimal(Columns row, String column) {
        var value = row.get(Double.class, column);
        return value == null ? null : BigDecimal.valueOf(value);
    }

    private static Instant instant(Columns row, String column) {
        var time = row.get(OffsetDateTime.class, column);
        return time == null ? null : time.toInstant();
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
