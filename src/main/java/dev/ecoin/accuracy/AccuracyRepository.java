package dev.ecoin.accuracy;

import dev.ecoin.database.Deadlocks;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The tables {@code served_forecast} and {@code changed_price}, which triggers on {@code daily_price} fill. */
@ApplicationScoped
class AccuracyRepository {

    private final Pool pool;

    AccuracyRepository(Pool pool) {
        this.pool = pool;
    }

    /** An origin that a coin was served from. */
    record Served(String coin, LocalDate origin) {}

    /**
     * The origins whose last serving state is not recorded yet, ascending; not those that are scored already, whose
     * forecast is settled, nor those more than a week older than the newest such: what could not be recorded by then
     * never will be.
     */
    Uni<List<Served>> unrecorded() {
        // Coin by coin, which indexes answer at once, rather than through all states that there are.
        return pool.query("""
                        SELECT id AS coin, served.origin
                        FROM coin
                        CROSS JOIN LATERAL (
                            SELECT max(origin) AS origin FROM served_forecast WHERE coin = id AND price IS NOT NULL
                        ) AS settled
                        CROSS JOIN LATERAL (
                            SELECT DISTINCT ON (origin) origin, id AS state
                            FROM model_state
                            WHERE coin = coin.id AND served_from IS NOT NULL
                              AND origin > coalesce(settled.origin - 7, '-infinity')
                            ORDER BY origin, served_from DESC, id DESC
                        ) AS served
                        WHERE (
                            SELECT bool_or(recorded.state = served.state OR recorded.price IS NOT NULL)
                            FROM served_forecast AS recorded
                            WHERE recorded.coin = coin.id AND recorded.origin = served.origin
                        ) IS NOT TRUE
                        ORDER BY coin, origin
                        """)
                .execute()
                .map(rows -> list(rows, row -> new Served(row.getString("coin"), row.getLocalDate("origin"))));
    }

    /**
     * Records what a state forecasts, in place of what another one forecast from the same origin.
     *
     * @param naive price of the origin
     */
    Uni<Void> record(StoredModel model, Forecast forecast, Collection<Integer> horizons, double naive, Instant at) {
        var levels = boxed(forecast.levels());
        var rows = horizons.stream()
                .map(horizon -> Tuple.from(Arrays.asList(
                        model.coin(),
                        model.origin(),
                        horizon,
                        model.id(),
                        model.state(),
                        forecast.median(horizon - 1),
                        levels,
                        limits(levels.length, level -> forecast.lower(level, horizon - 1)),
                        limits(levels.length, level -> forecast.upper(level, horizon - 1)),
                        naive,
                        at.atOffset(ZoneOffset.UTC))))
                .toList();
        return pool.withTransaction(connection -> connection.preparedQuery("""
                        INSERT INTO served_forecast
                            (coin, origin, horizon, model, state, median, levels, lower, upper, naive, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                        ON CONFLICT (coin, origin, horizon) DO UPDATE
                        SET model = excluded.model, state = excluded.state, median = excluded.median,
                            levels = excluded.levels, lower = excluded.lower, upper = excluded.upper,
                            naive = excluded.naive, recorded_at = excluded.recorded_at
                        WHERE served_forecast.price IS NULL
                        """).executeBatch(rows))
                .plug(Deadlocks::retried)
                .replaceWithVoid();
    }

    /**
     * Scores the forecasts whose days have arrived, and anew those whose prices were changed.
     *
     * @return how many
     */
    Uni<Integer> score(Instant at) {
        return scoreArrived(at)
                .plug(Deadlocks::retried)
                .chain(arrived -> scoreChanged(at).plug(Deadlocks::retried).map(changed -> arrived + changed));
    }

    private Uni<Integer> scoreArrived(Instant at) {
        // Subqueries, not a join: PostgreSQL would begin that one at the prices, all of them. The newest stored day is
        // asked for coin by coin, which the primary key answers at once.
        return pool.preparedQuery("""
                        UPDATE served_forecast AS f
                        SET price = (SELECT p.price FROM daily_price AS p WHERE p.coin = f.coin AND p.day = f.origin + f.horizon),
                            scored_at = $1
                        WHERE f.price IS NULL
                          AND f.origin + f.horizon
                              <= (SELECT max((SELECT max(day) FROM daily_price WHERE coin = id)) FROM coin)
                          AND (SELECT p.price FROM daily_price AS p WHERE p.coin = f.coin AND p.day = f.origin + f.horizon)
                              IS NOT NULL
                        """)
                .execute(Tuple.of(at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    private Uni<Integer> scoreChanged(Instant at) {
        return pool.preparedQuery("""
                        WITH changed AS (
                            DELETE FROM changed_price AS c USING daily_price AS p
                            WHERE p.coin = c.coin AND p.day = c.day
                            RETURNING c.coin, c.day, p.price::double precision AS price
                        )
                        UPDATE served_forecast AS f SET price = changed.price, scored_at = $1
                        FROM changed
                        WHERE f.coin = changed.coin AND f.origin + f.horizon = changed.day AND f.price <> changed.price
                        """)
                .execute(Tuple.of(at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    /** The coins that have scored forecasts, ascending. */
    Uni<List<String>> coins() {
        // Coin by coin, which an index answers at once, rather than through all forecasts.
        return pool.query("""
                        SELECT id FROM coin
                        WHERE EXISTS (SELECT FROM served_forecast WHERE coin = id AND price IS NOT NULL)
                        ORDER BY id
                        """).execute().map(rows -> list(rows, row -> row.getString("id")));
    }

    /** The scored forecasts of a coin, ascending by day and horizon; ten years have 25,000, read by a worker. */
    Uni<List<ServedForecast>> scored(String coin) {
        return pool.preparedQuery("""
                        SELECT origin, horizon, median, levels, lower, upper, naive, price
                        FROM served_forecast
                        WHERE coin = $1 AND price IS NOT NULL
                        ORDER BY origin + horizon, horizon
                        """)
                .execute(Tuple.of(coin))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> list(rows, AccuracyRepository::forecast));
    }

    private static ServedForecast forecast(Row row) {
        return new ServedForecast(
                row.getLocalDate("origin"),
                row.getInteger("horizon"),
                row.getDouble("median"),
                unboxed(row.getArrayOfDoubles("levels")),
                unboxed(row.getArrayOfDoubles("lower")),
                unboxed(row.getArrayOfDoubles("upper")),
                row.getDouble("naive"),
                row.getDouble("price"));
    }

    private static Double[] limits(int levels, IntToDoubleFunction limit) {
        return IntStream.range(0, levels).mapToDouble(limit).boxed().toArray(Double[]::new);
    }

    private static Double[] boxed(double[] values) {
        return limits(values.length, i -> values[i]);
    }

    private static double[] unboxed(Double[] values) {
        return Arrays.stream(values).mapToDouble(Double::doubleValue).toArray();
    }

    private static <T> List<T> list(Iterable<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
