package dev.ecoin.crawl;

import dev.ecoin.prices.CoinActivated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** The table {@code unavailable_days}, and with it the days that are wanted, neither stored nor known not to be had. */
@ApplicationScoped
class MissingDaysRepository {

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

    /** Others begin a crawl when they hear of the coin. */
    private static final int BEFORE_THE_CRAWL = ObserverMethod.DEFAULT_PRIORITY - 1;

    private final Pool pool;
    private final Clock clock;

    MissingDaysRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** What is missing of each coin from the first to the last day; coins that lack nothing are left out. */
    Uni<List<MissingDays>> of(List<String> coins, LocalDate from, LocalDate to, CrawlMode mode, String plan) {
        if (to.isBefore(from)) {
            return Uni.createFrom().item(List.of());
        }
        var portions = IntStream.iterate(0, start -> start < coins.size(), start -> start + COINS_AT_A_TIME)
                .mapToObj(start -> coins.subList(start, Math.min(start + COINS_AT_A_TIME, coins.size())));
        var asOf = clock.instant().minus(ABSENCE_HOLDS).atOffset(ZoneOffset.UTC);
        return Multi.createFrom()
                .items(portions)
                .onItem()
                .transformToUniAndConcatenate(portion -> pool.preparedQuery(MISSING)
                        .execute(Tuple.tuple(
                                List.of(portion.toArray(String[]::new), from, to, mode.label(), plan, asOf)))
                        .map(MissingDaysRepository::read))
                .onItem()
                .<MissingDays>disjoint()
                .collect()
                .asList();
    }

    private static List<MissingDays> read(RowSet<Row> stretches) {
        var coins = new LinkedHashMap<String, MissingDays>();
        stretches.forEach(row -> {
            var window = new Window(row.getLocalDate("first_day"), row.getLocalDate("last_day"));
            var stretch = new MissingDays(
                    row.getString("coin"), List.of(window), row.getBoolean("gaps"), row.getBoolean("last_unpriced"));
            coins.merge(stretch.coin(), stretch, MissingDaysRepository::join);
        });
        return List.copyOf(coins.values());
    }

    private static MissingDays join(MissingDays first, MissingDays next) {
        var windows = new ArrayList<>(first.windows());
        windows.addAll(next.windows());
        return new MissingDays(
                first.coin(), windows, first.gaps() || next.gaps(), first.lastUnpriced() || next.lastUnpriced());
    }

    /** Whether any price of the coin is stored of a day before the given one. */
    Uni<Boolean> hasPriceBefore(String coin, LocalDate day) {
        return pool.preparedQuery("SELECT EXISTS (SELECT FROM daily_price WHERE coin = $1 AND day < $2) AS found")
                .execute(Tuple.of(coin, day))
                .map(rows -> rows.iterator().next().getBoolean("found"));
    }

    /**
     * Remembers that CoinGecko does not have a coin's days.
     *
     * @param from null means since ever
     * @param to null means for ever
     */
    Uni<Void> remember(String coin, LocalDate from, LocalDate to, CrawlMode mode, Unavailability reason, String plan) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery("""
                        INSERT INTO unavailable_days (coin, first_day, last_day, mode, reason, plan, recorded_at)
                        VALUES ($1, coalesce($2::date, '-infinity'), coalesce($3::date, 'infinity'), $4,
                                $5::text::unavailability, $6, $7)
                        ON CONFLICT (coin, mode, reason, first_day, last_day)
                        DO UPDATE SET plan = excluded.plan, recorded_at = excluded.recorded_at
                        """)
                .execute(Tuple.tuple(Arrays.asList(coin, from, to, mode.label(), reason.label(), plan, now)))
                .replaceWithVoid();
    }

    /** A coin that is crawled again, because CoinGecko has it after all, is asked for like any other. */
    void forgetUnknown(@Observes @Priority(BEFORE_THE_CRAWL) CoinActivated coin) {
        pool.preparedQuery("DELETE FROM unavailable_days WHERE coin = $1 AND reason = 'unknown_coin'")
                .execute(Tuple.of(coin.coin()))
                .await()
                .indefinitely();
    }
}
