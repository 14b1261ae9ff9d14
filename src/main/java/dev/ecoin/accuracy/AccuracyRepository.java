package dev.ecoin.accuracy;

import dev.ecoin.database.Session;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The tables {@code served_forecast} and {@code changed_price}; triggers on {@code daily_price} fill the latter. */
@ApplicationScoped
class AccuracyRepository {

    private static final String SCORED = """
            SELECT origin, horizon, median, levels, lower, upper, naive, price
            FROM served_forecast
            WHERE coin = $1 AND price IS NOT NULL
            ORDER BY origin + horizon, horizon
            """;

    private final Pool pool;

    AccuracyRepository(Pool pool) {
        this.pool = pool;
    }

    /** An origin from which forecasts of a coin were served. */
    record Served(String coin, LocalDate origin) {}

    /**
     * Origins whose last serving state is not recorded, ascending. Leaves out origins that are already scored, because
     * their forecasts are final, and origins more than a week before the latest scored one, which could not be recorded
     * in time.
     */
    List<Served> unrecorded(Session session) throws SQLException {
        // Coin by coin, so that indexes answer each subquery, instead of scanning all states.
        return session.list(row -> new Served(row.getString("coin"), row.getObject("origin", LocalDate.class)), """
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
                        """);
    }

    /**
     * Records the forecasts of a state, replacing those of another state with the same origin.
     *
     * @param naive price of the origin
     */
    void record(
            Session session,
            StoredModel model,
            Forecast forecast,
            Collection<Integer> horizons,
            double naive,
            Instant at)
            throws SQLException {
        var levels = boxed(forecast.levels());
        session.updateAll(
                """
                INSERT INTO served_forecast
                    (coin, origin, horizon, model, state, median, levels, lower, upper, naive, recorded_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT (coin, origin, horizon) DO UPDATE
                SET model = excluded.model, state = excluded.state, median = excluded.median,
                    levels = excluded.levels, lower = excluded.lower, upper = excluded.upper,
                    naive = excluded.naive, recorded_at = excluded.recorded_at
                WHERE served_forecast.price IS NULL
                """,
                horizons.stream()
                        .map(horizon -> new Object[] {
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
                            at
                        })
                        .toList());
    }

    /**
     * Scores the forecasts whose days have arrived.
     *
     * @return number of forecasts
     */
    int scoreArrived(Session session, Instant at) throws SQLException {
        // With a join, PostgreSQL would scan all prices first, so these are subqueries. The latest stored day is looked
        // up coin by coin, by the primary key.
        return session.update("""
                UPDATE served_forecast AS f
                SET price = (SELECT p.price FROM daily_price AS p WHERE p.coin = f.coin AND p.day = f.origin + f.horizon),
                    scored_at = $1
                WHERE f.price IS NULL
                  AND f.origin + f.horizon
                      <= (SELECT max((SELECT max(day) FROM daily_price WHERE coin = id)) FROM coin)
                  AND (SELECT p.price FROM daily_price AS p WHERE p.coin = f.coin AND p.day = f.origin + f.horizon)
                      IS NOT NULL
                """, at);
    }

    /**
     * Rescores the forecasts whose prices have changed.
     *
     * @return number of forecasts
     */
    int scoreChanged(Session session, Instant at) throws SQLException {
        return session.update("""
                WITH changed AS (
                    DELETE FROM changed_price AS c USING daily_price AS p
                    WHERE p.coin = c.coin AND p.day = c.day
                    RETURNING c.coin, c.day, p.price::double precision AS price
                )
                UPDATE served_forecast AS f SET price = changed.price, scored_at = $1
                FROM changed
                WHERE f.coin = changed.coin AND f.origin + f.horizon = changed.day AND f.price <> changed.price
                """, at);
    }

    /** Coins with scored forecasts, ascending. */
    List<String> coins(Session session) throws SQLException {
        // Coin by coin, so that an index answers each subquery, instead of scanning all forecasts.
        return session.list(row -> row.getString("id"), """
                SELECT id FROM coin
                WHERE EXISTS (SELECT FROM served_forecast WHERE coin = id AND price IS NOT NULL)
                ORDER BY id
                """);
    }

    /** Scored forecasts of a coin, ascending by day and horizon, read on a worker: ten years are 25,000 rows. */
    Uni<List<ServedForecast>> scored(String coin) {
        return pool.preparedQuery(SCORED)
                .execute(Tuple.of(coin))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AccuracyRepository::forecast)
                        .toList());
    }

    /** {@link #scored(String)} for jobs. */
    List<ServedForecast> scored(Session session, String coin) throws SQLException {
        return session.list(AccuracyRepository::forecast, SCORED, coin);
    }

    private static ServedForecast forecast(ResultSet row) throws SQLException {
        return new ServedForecast(
                row.getObject("origin", LocalDate.class),
                row.getInt("horizon"),
                row.getDouble("median"),
                doubles(row, "levels"),
                doubles(row, "lower"),
                doubles(row, "upper"),
                row.getDouble("naive"),
                row.getDouble("price"));
    }

    private static double[] doubles(ResultSet row, String column) throws SQLException {
        return unboxed((Double[]) row.getArray(column).getArray());
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
}
