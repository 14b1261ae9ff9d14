package dev.ecoin.crawl;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.feeds.PriceFeed;
import dev.ecoin.feeds.coingecko.CoinGecko;
import dev.ecoin.prices.CoinFollower;
import dev.ecoin.runs.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table {@code unavailable_days}, and the missing days: wanted, not stored, and not known to be unavailable. */
@ApplicationScoped
class MissingDaysRepository implements CoinFollower {

    private static final Duration ABSENCE_HOLDS = Duration.ofDays(7);

    /** Number of coins whose days are enumerated at a time, to bound the server's work and memory. */
    private static final int COINS_AT_A_TIME = 250;

    private static final String MISSING = """
            WITH feed AS (
                SELECT source::price_source, mode, terms, first_day, place
                FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]::date[])
                     WITH ORDINALITY AS f (source, mode, terms, first_day, place)
            ), wanted AS (
                SELECT w.coin, w.day, p.source
                FROM (SELECT coin, generate_series((SELECT min(first_day) FROM feed), $2::date, interval '1 day')::date AS day
                      FROM unnest($1::text[]) AS c (coin)) AS w
                LEFT JOIN daily_price AS p USING (coin, day)
                WHERE CASE $3 WHEN 'history'
                           THEN NOT EXISTS (SELECT FROM price_document AS d WHERE d.coin = w.coin AND d.day = w.day)
                           -- Computed from a live price, or of a feed that others have precedence over.
                           ELSE p.day IS NULL OR p.source = 'markets' OR p.source < ANY (SELECT source FROM feed)
                                AND p.source IN (SELECT source FROM feed) END
            ), missing AS (
                SELECT w.coin, f.place, w.day, w.source IS NOT NULL AS priced
                FROM wanted AS w JOIN feed AS f ON w.day >= f.first_day
                WHERE (w.source IS NULL OR $3 = 'history'
                       OR w.source < f.source AND (f.place = 1 OR w.source <> 'markets'))
                  AND NOT EXISTS (
                      SELECT FROM unavailable_days AS u
                      WHERE u.coin = w.coin AND w.day BETWEEN u.first_day AND u.last_day
                        AND (u.reason = 'unknown_coin' AND u.plan = ANY ($6)
                             OR u.reason = 'before_listing'
                                AND (u.mode = f.mode OR u.mode IN ('range', 'history') AND f.mode IN ('range', 'history'))
                             OR u.reason = 'beyond_plan' AND u.plan = f.terms AND u.mode = f.mode
                             OR u.reason = 'absent' AND u.recorded_at > $8 AND u.mode = f.mode))
            ), numbered AS (
                -- Days in a row share the difference between day and number.
                SELECT *, day - row_number() OVER (PARTITION BY coin, place ORDER BY day)::integer AS stretch
                FROM missing
            )
            SELECT coin, place, min(day) AS first_day, max(day) AS last_day,
                   bool_or(NOT priced AND day < $2 AND place = 1) AS gaps,
                   bool_or(NOT priced AND day = $2 AND place = 1) AS last_unpriced
            FROM numbered GROUP BY coin, place, stretch ORDER BY coin, place, first_day
            """;

    private static final String NEW_COINS = "new coins";

    private final JobDatabase database;
    private final Runs runs;
    private final Clock clock;

    MissingDaysRepository(JobDatabase database, Runs runs, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * The missing days of each coin; complete coins are left out.
     *
     * @param feeds the first wanted day of each feed, in the order in which they are asked
     */
    List<MissingDays> of(List<String> coins, Map<PriceFeed, LocalDate> feeds, LocalDate to, CrawlMode mode) {
        if (feeds.values().stream().allMatch(first -> first.isAfter(to))) {
            return List.of();
        }
        var missing = new LinkedHashMap<String, Found>();
        var asOf = clock.instant().minus(ABSENCE_HOLDS);
        for (int start = 0; start < coins.size(); start += COINS_AT_A_TIME) {
            var ids = coins.subList(start, Math.min(start + COINS_AT_A_TIME, coins.size()))
                    .toArray(String[]::new);
            database.transaction(session -> session.list(
                    row -> missing.computeIfAbsent(row.getString("coin"), coin -> new Found(feeds.size()))
                            .add(
                                    row.getInt("place"),
                                    new Window(
                                            row.getObject("first_day", LocalDate.class),
                                            row.getObject("last_day", LocalDate.class)),
                                    row.getBoolean("gaps"),
                                    row.getBoolean("last_unpriced")),
                    MISSING,
                    ids,
                    to,
                    mode.label(),
                    texts(feeds.keySet(), PriceFeed::name),
                    texts(feeds.keySet(), feed -> mode(feed, mode)),
                    texts(feeds.keySet(), PriceFeed::terms),
                    feeds.values().stream().map(LocalDate::toString).toArray(String[]::new),
                    asOf));
        }
        return missing.entrySet().stream()
                .map(found -> found.getValue().of(found.getKey()))
                .toList();
    }

    private static String[] texts(Collection<PriceFeed> feeds, Function<PriceFeed, String> text) {
        return feeds.stream().map(text).toArray(String[]::new);
    }

    /** Name of a feed in the table: CoinGecko has one for each of two endpoints, others use their own names. */
    private static String mode(PriceFeed feed, CrawlMode mode) {
        return feed.name().equals(CoinGecko.NAME) ? mode.label() : feed.name();
    }

    /** The missing days of a coin, assembled from the rows. */
    private static final class Found {

        private final List<List<Window>> byFeed;
        private boolean gaps;
        private boolean lastUnpriced;

        Found(int feeds) {
            byFeed = Stream.generate(() -> (List<Window>) new ArrayList<Window>())
                    .limit(feeds)
                    .toList();
        }

        Found add(int place, Window window, boolean hasGaps, boolean isLastUnpriced) {
            byFeed.get(place - 1).add(window);
            gaps |= hasGaps;
            lastUnpriced |= isLastUnpriced;
            return this;
        }

        MissingDays of(String coin) {
            return new MissingDays(coin, byFeed, gaps, lastUnpriced);
        }
    }

    /** Whether the coin has a stored price before the given day. */
    boolean hasPriceBefore(String coin, LocalDate day) {
        return database.transaction(session -> session.one(
                row -> row.getBoolean("found"),
                "SELECT EXISTS (SELECT FROM daily_price WHERE coin = $1 AND day < $2) AS found",
                coin,
                day));
    }

    /**
     * Records that a feed does not have a coin's days, unless the coin was removed meanwhile.
     *
     * @param from null means no lower bound
     * @param to null means no upper bound
     */
    void remember(String coin, LocalDate from, LocalDate to, PriceFeed feed, CrawlMode mode, Unavailability reason) {
        database.run(session ->
                session.update("""
                INSERT INTO unavailable_days (coin, first_day, last_day, mode, reason, plan, recorded_at)
                SELECT id, coalesce($2::date, '-infinity'), coalesce($3::date, 'infinity'), $4, $5::unavailability, $6, $7
                FROM coin WHERE id = $1 FOR KEY SHARE
                ON CONFLICT (coin, mode, reason, first_day, last_day)
                DO UPDATE SET plan = excluded.plan, recorded_at = excluded.recorded_at
                """, coin, from, to, mode(feed, mode), reason.label(), feed.terms(), clock.instant()));
    }

    /** A coin that is added or resumed is crawled immediately, even if CoinGecko did not know it before. */
    @Override
    public void activated(Session session, String coin) throws Exception {
        session.update("DELETE FROM unavailable_days WHERE coin = $1 AND reason = 'unknown_coin'", coin);
        runs.request(session, CrawlRequest.everything().run(NEW_COINS));
    }

    @Override
    public void committed() {
        runs.wake();
    }
}
