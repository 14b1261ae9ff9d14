package dev.ecoin.crawl;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.CoinFollower;
import dev.ecoin.runs.RunRequestRepository;
import dev.ecoin.runs.Runs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The table {@code unavailable_days}, and with it the days that are wanted, neither stored nor known not to be had. */
@ApplicationScoped
class MissingDaysRepository implements CoinFollower {

    private static final Duration ABSENCE_HOLDS = Duration.ofDays(7);

    /** Days of so many coins are counted out at a time: a bounded amount of work and memory for the server. */
    private static final int COINS_AT_A_TIME = 250;

    private static final String MISSING = """
            WITH missing AS (
                SELECT w.coin, w.day::date AS day, p.day IS NOT NULL AS priced
                FROM (SELECT coin, generate_series($2::date, $3::date, interval '1 day')::date AS day
                      FROM unnest($1::text[]) AS c (coin)) AS w
                LEFT JOIN daily_price AS p USING (coin, day)
                WHERE CASE $4 WHEN 'history'
                           THEN NOT EXISTS (SELECT FROM price_document AS d WHERE d.coin = w.coin AND d.day = w.day)
                           ELSE p.day IS NULL OR p.source = 'markets' END
                  AND NOT EXISTS (
                      SELECT FROM unavailable_days AS u
                      WHERE u.coin = w.coin AND w.day BETWEEN u.first_day AND u.last_day
                        AND (u.reason = 'before_listing'
                             OR u.reason = 'unknown_coin' AND u.plan = $5
                             OR u.reason = 'beyond_plan' AND u.plan = $5 AND u.mode = $4
                             OR u.reason = 'absent' AND u.recorded_at > $6 AND u.mode = $4))
            ), numbered AS (
                -- Days in a row share the difference between day and number.
                SELECT *, day - row_number() OVER (PARTITION BY coin ORDER BY day)::integer AS stretch FROM missing
            )
            SELECT coin, min(day) AS first_day, max(day) AS last_day, bool_or(NOT priced AND day < $3) AS gaps,
                   bool_or(NOT priced AND day = $3) AS last_unpriced
            FROM numbered GROUP BY coin, stretch ORDER BY coin, first_day
            """;

    private static final String NEW_COINS = "new coins";

    private final JobDatabase database;
    private final RunRequestRepository requests;
    private final Runs runs;
    private final Clock clock;

    MissingDaysRepository(JobDatabase database, RunRequestRepository requests, Runs runs, Clock clock) {
        this.database = database;
        this.requests = requests;
        this.runs = runs;
        this.clock = clock;
    }

    /** What is missing of each coin from the first to the last day; coins that lack nothing are left out. */
    List<MissingDays> of(List<String> coins, LocalDate from, LocalDate to, CrawlMode mode, String plan) {
        if (to.isBefore(from)) {
            return List.of();
        }
        var missing = new LinkedHashMap<String, MissingDays>();
        var asOf = clock.instant().minus(ABSENCE_HOLDS);
        for (int start = 0; start < coins.size(); start += COINS_AT_A_TIME) {
            var ids = coins.subList(start, Math.min(start + COINS_AT_A_TIME, coins.size()))
                    .toArray(String[]::new);
            database.transaction(session -> session.list(
                            MissingDaysRepository::stretch, MISSING, ids, from, to, mode.label(), plan, asOf))
                    .forEach(stretch -> missing.merge(stretch.coin(), stretch, MissingDaysRepository::join));
        }
        return List.copyOf(missing.values());
    }

    private static MissingDays stretch(ResultSet row) throws SQLException {
        var window =
                new Window(row.getObject("first_day", LocalDate.class), row.getObject("last_day", LocalDate.class));
        return new MissingDays(
                row.getString("coin"), List.of(window), row.getBoolean("gaps"), row.getBoolean("last_unpriced"));
    }

    private static MissingDays join(MissingDays first, MissingDays next) {
        var windows = new ArrayList<>(first.windows());
        windows.addAll(next.windows());
        return new MissingDays(
                first.coin(), windows, first.gaps() || next.gaps(), first.lastUnpriced() || next.lastUnpriced());
    }

    /** Whether any price of the coin is stored of a day before the given one. */
    boolean hasPriceBefore(String coin, LocalDate day) {
        return database.transaction(session -> session.one(
                row -> row.getBoolean("found"),
                "SELECT EXISTS (SELECT FROM daily_price WHERE coin = $1 AND day < $2) AS found",
                coin,
                day));
    }

    /**
     * Remembers that CoinGecko does not have a coin's days, unless the coin was removed meanwhile.
     *
     * @param from null means no lower bound
     * @param to null means no upper bound
     */
    void remember(String coin, LocalDate from, LocalDate to, CrawlMode mode, Unavailability reason, String plan) {
        database.run(
                session -> session.update("""
                INSERT INTO unavailable_days (coin, first_day, last_day, mode, reason, plan, recorded_at)
                SELECT id, coalesce($2::date, '-infinity'), coalesce($3::date, 'infinity'), $4, $5::unavailability, $6, $7
                FROM coin WHERE id = $1 FOR KEY SHARE
                ON CONFLICT (coin, mode, reason, first_day, last_day)
                DO UPDATE SET plan = excluded.plan, recorded_at = excluded.recorded_at
                """, coin, from, to, mode.label(), reason.label(), plan, clock.instant()));
    }

    /** A coin that is added or resumed is crawled at once, also if CoinGecko did not know it before. */
    @Override
    public Uni<Void> activated(SqlClient transaction, String coin) {
        return transaction
                .preparedQuery("DELETE FROM unavailable_days WHERE coin = $1 AND reason = 'unknown_coin'")
                .execute(Tuple.of(coin))
                .chain(() ->
                        requests.request(transaction, CrawlRequest.everything().run(NEW_COINS)))
                .replaceWithVoid();
    }

    @Override
    public void committed() {
        runs.wake();
    }
}
