package dev.ecoin.training;

import dev.ecoin.database.Session;
import dev.ecoin.forecasting.intervals.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Stream;

/** The table {@code pool}; its rows never change. */
@ApplicationScoped
class PoolRepository {

    /** The latest pool, or the built-in constants. */
    Pool newest(Session session) throws SQLException {
        return session.first(
                        PoolRepository::pool,
                        "SELECT *, (estimated_at AT TIME ZONE 'UTC')::date AS day FROM pool ORDER BY id DESC LIMIT 1")
                .orElse(Pool.SHIPPED);
    }

    boolean isAny(Session session) throws SQLException {
        return session.one(row -> row.getBoolean(1), "SELECT EXISTS (SELECT FROM pool)");
    }

    Pool.Version add(Session session, Pool.Estimate estimate, Instant at) throws SQLException {
        var figures = estimate.figures();
        var id = session.one(
                row -> row.getLong("id"),
                """
                INSERT INTO pool (estimated_at, coins, moves, usual_move, weekdays, trend_effects, trend_means, tails)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                RETURNING id
                """,
                at,
                estimate.coins().toArray(String[]::new),
                estimate.moves(),
                figures.usualMove(),
                boxed(figures.weekdays()),
                boxed(figures.trendEffects()),
                boxed(figures.trendMeans()),
                boxed(figures.tails()));
        return new Pool.Version(
                id, LocalDate.ofInstant(at, ZoneOffset.UTC), estimate.coins().size());
    }

    private static Pool pool(ResultSet row) throws SQLException {
        var version = new Pool.Version(
                row.getLong("id"),
                row.getObject("day", LocalDate.class),
                ((Object[]) row.getArray("coins").getArray()).length);
        return Pool.of(
                version,
                new Pool.Figures(
                        unboxed((Double[][]) row.getArray("trend_effects").getArray()),
                        unboxed((Double[]) row.getArray("trend_means").getArray()),
                        unboxed((Double[]) row.getArray("weekdays").getArray()),
                        unboxed((Double[][]) row.getArray("tails").getArray()),
                        row.getDouble("usual_move")));
    }

    private static Double[] boxed(double[] values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }

    private static Double[][] boxed(double[][] values) {
        return Arrays.stream(values).map(PoolRepository::boxed).toArray(Double[][]::new);
    }

    private static double[] unboxed(Double[] values) {
        return Stream.of(values).mapToDouble(Double::doubleValue).toArray();
    }

    private static double[][] unboxed(Double[][] values) {
        return Arrays.stream(values).map(PoolRepository::unboxed).toArray(double[][]::new);
    }
}
