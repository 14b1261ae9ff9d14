package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.sarima.ModelCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The tables {@code model}, {@code active_model} and {@code training_run}. */
@ApplicationScoped
public class ModelRepository {

    private static final String ACTIVE = """
            SELECT m.id, m.coin, m.name, m.origin, m.trained_at, m.blob
            FROM active_model AS a JOIN model AS m ON m.id = a.model
            WHERE a.coin = $1
            """;

    private final Pool pool;

    ModelRepository(Pool pool) {
        this.pool = pool;
    }

    /** The model that serves the coin's forecasts. */
    public Uni<Optional<StoredModel>> active(String coin) {
        return pool.preparedQuery(ACTIVE).execute(Tuple.of(coin)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(ModelRepository::model)
                .findFirst());
    }

    /** The last observed day of each active model, by coin. */
    public Uni<Map<String, LocalDate>> origins() {
        return pool.query("SELECT m.coin, m.origin FROM active_model AS a JOIN model AS m ON m.id = a.model")
                .execute()
                .map(rows -> {
                    var origins = new TreeMap<String, LocalDate>();
                    rows.forEach(row -> origins.put(row.getString("coin"), row.getLocalDate("origin")));
                    return origins;
                });
    }

    /** Opens a training run. */
    Uni<Long> startRun(String coin, Instant at) {
        return pool.preparedQuery("INSERT INTO training_run (coin, started_at) VALUES ($1, $2) RETURNING id")
                .execute(Tuple.of(coin, at.atOffset(ZoneOffset.UTC)))
                .map(ModelRepository::id);
    }

    /** Closes a run that brought no model. */
    Uni<Void> failRun(long run, Instant at, String error) {
        return pool.preparedQuery("UPDATE training_run SET state = 'failed', ended_at = $2, error = $3 WHERE id = $1")
                .execute(Tuple.of(run, at.atOffset(ZoneOffset.UTC), error))
                .replaceWithVoid();
    }

    /** Adds a run's model to the history, activates it and closes the run: all or nothing. */
    Uni<Void> addActive(
            long run, String coin, FittedModel model, ModelDescription description, Instant at, Duration trainingTime) {
        var now = at.atOffset(ZoneOffset.UTC);
        return pool.withTransaction(connection -> connection
                .preparedQuery("""
                        INSERT INTO model (coin, name, origin, observations, log_likelihood, aicc, fallback,
                            coefficients, diagnostics, candidates, trained_at, training_time, blob)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::bigint * interval '1 millisecond', $13)
                        RETURNING id
                        """)
                .execute(Tuple.tuple(Arrays.asList(
                        coin,
                        description.name(),
                        model.origin(),
                        description.observations(),
                        description.logLikelihood(),
                        description.aicc(),
                        description.fallback(),
                        description.coefficients(),
                        description.diagnostics(),
                        description.candidates(),
                        now,
                        trainingTime.toMillis(),
                        Buffer.buffer(ModelCodec.encode(model)))))
                .map(ModelRepository::id)
                .call(id -> connection.preparedQuery("""
                                INSERT INTO active_model (coin, model, activated_at) VALUES ($1, $2, $3)
                                ON CONFLICT (coin) DO UPDATE
                                SET model = excluded.model, activated_at = excluded.activated_at
                                """).execute(Tuple.of(coin, id, now)))
                .call(id -> connection
                        .preparedQuery(
                                "UPDATE training_run SET state = 'succeeded', ended_at = $2, model = $3 WHERE id = $1")
                        .execute(Tuple.of(run, now, id)))
                .replaceWithVoid());
    }

    private static Long id(Iterable<Row> rows) {
        return rows.iterator().next().getLong("id");
    }

    private static StoredModel model(Row row) {
        return new StoredModel(
                row.getLong("id"),
                row.getString("coin"),
                row.getString("name"),
                row.getLocalDate("origin"),
                row.getOffsetDateTime("trained_at").toInstant(),
                row.getBuffer("blob").getBytes());
    }
}
