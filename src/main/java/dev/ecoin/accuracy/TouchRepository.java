package dev.ecoin.accuracy;

import dev.ecoin.accuracy.TouchScores.Score;
import dev.ecoin.database.Session;
import dev.ecoin.http.DateRange;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** The table {@code served_touch}. */
@ApplicationScoped
class TouchRepository {

    /** Days after which a probability is scored despite missing prices. */
    private static final int LONGEST_WAIT = 7;

    private static final String TOUCHED = """
            (SELECT bool_or(CASE WHEN t.change > 0 THEN p.price >= t.bound ELSE p.price <= t.bound END)
             FROM daily_price AS p
             WHERE p.coin = t.coin AND p.day > t.origin AND p.day <= t.origin + t.horizon)
            """;

    private final Pool pool;

    TouchRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A probability to record.
     *
     * @param horizon days after the origin within which to reach the bound
     * @param change percent by which the bound is above the origin's price, or below it if negative
     */
    record Chance(int horizon, int change, double bound, double probability) {}

    /** Records the probabilities of a state, replacing those of another state with the same origin. */
    void record(Session session, StoredModel model, List<Chance> chances, Instant at) throws SQLException {
        session.updateAll(
                """
                INSERT INTO served_touch (coin, origin, horizon, change, model, state, bound, probability, recorded_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (coin, origin, horizon, change) DO UPDATE
                SET model = excluded.model, state = excluded.state, bound = excluded.bound,
                    probability = excluded.probability, recorded_at = excluded.recorded_at
                WHERE served_touch.touched IS NULL
                """,
                chances.stream()
                        .map(chance -> new Object[] {
                            model.coin(),
                            model.origin(),
                            chance.horizon(),
                            chance.change(),
                            model.id(),
                            model.state(),
                            chance.bound(),
                            chance.probability(),
                            at
                        })
                        .toList());
    }

    /**
     * Scores probabilities whose days have passed: all prices are stored, or some have been missing for a week.
     *
     * @return number of probabilities
     */
    int scorePassed(Session session, Instant at) throws SQLException {
        return session.update("""
                UPDATE served_touch AS t SET touched = %s, scored_at = $1
                WHERE t.touched IS NULL
                  AND t.origin + t.horizon <= (SELECT max((SELECT max(day) FROM daily_price WHERE coin = id)) FROM coin)
                  AND (SELECT count(*) = t.horizon
                           OR count(*) > 0
                              AND (SELECT max(day) FROM daily_price WHERE coin = t.coin) >= t.origin + t.horizon + $2::integer
                       FROM daily_price AS p
                       WHERE p.coin = t.coin AND p.day > t.origin AND p.day <= t.origin + t.horizon)
                """.formatted(TOUCHED), at, LONGEST_WAIT);
    }

    /**
     * Rescores probabilities for whose days a price has changed.
     *
     * @return number of probabilities
     */
    int scoreChanged(Session session, Instant at) throws SQLException {
        return session.update("""
                UPDATE served_touch AS t SET touched = %1$s, scored_at = $1
                WHERE t.touched <> %1$s
                  AND EXISTS (
                      SELECT FROM changed_price AS c
                      WHERE c.coin = t.coin AND c.day > t.origin AND c.day <= t.origin + t.horizon
                  )
                """.formatted(TOUCHED), at);
    }

    /** Scores of a coin's probabilities whose last day is in a range. */
    Uni<TouchScores> scores(String coin, DateRange range) {
        return pool.preparedQuery("""
                        SELECT horizon, change, least(floor(10 * probability), 9)::integer AS tenth, count(*) AS days,
                               100 * avg(probability) AS probability, 100 * avg(touched::integer) AS touched,
                               avg((probability - touched::integer) ^ 2) AS brier
                        FROM served_touch
                        WHERE coin = $1 AND touched IS NOT NULL
                          AND origin + horizon BETWEEN coalesce($2::date, '-infinity') AND coalesce($3::date, 'infinity')
                        GROUP BY GROUPING SETS ((horizon, change), (least(floor(10 * probability), 9)::integer))
                        ORDER BY horizon, change, tenth
                        """)
                .execute(Tuple.of(coin, range.from(), range.to()))
                .map(rows -> TouchScores.of(StreamSupport.stream(rows.spliterator(), false)
                        .map(TouchRepository::score)
                        .toList()));
    }

    private static Score score(Row row) {
        return Score.of(
                row.getInteger("horizon"),
                row.getInteger("change"),
                row.getInteger("tenth"),
                row.getLong("days"),
                row.getDouble("probability"),
                row.getDouble("touched"),
                row.getDouble("brier"));
    }
}
