package dev.ecoin.crawl;

import dev.ecoin.cluster.JobFiring;
import dev.ecoin.cluster.Member;
import dev.ecoin.crawl.CrawlGauges.Standing;
import dev.ecoin.database.Deadlocks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The tables {@code crawl_run} and {@code crawl_run_coin}. */
@ApplicationScoped
class CrawlRepository {

    private static final String JOB = "CRAWL";

    private static final String RUNS = """
            SELECT r.id, r.mode, r.state::text AS state, r.coins, r.first_day, r.last_day, r.requested_at, r.started_at,
                   r.ended_at, r.paused_until, r.error, coalesce(c.days_wanted, 0) AS days_wanted,
                   coalesce(c.days_stored, 0) AS days_stored, coalesce(c.days_unavailable, 0) AS days_unavailable,
                   coalesce(c.days_corrected, 0) AS days_corrected, r.page_calls + coalesce(c.calls, 0) AS calls,
                   r.page_retries + coalesce(c.retries, 0) AS retries
            FROM crawl_run AS r
            LEFT JOIN LATERAL (
                SELECT sum(days_wanted)::integer AS days_wanted, sum(days_stored)::integer AS days_stored,
                       sum(days_unavailable)::integer AS days_unavailable,
                       sum(days_corrected)::integer AS days_corrected, sum(calls)::integer AS calls,
                       sum(retries)::integer AS retries
                FROM crawl_run_coin WHERE run = r.id
            ) AS c ON true
            """;

    /** A run that has brought down so many processes is left alone. */
    private static final int MOST_TAKEOVERS = 5;

    private static final String EVERYTHING =
            "mode = 'range' AND coins IS NULL AND first_day IS NULL AND last_day IS NULL";

    /** Whether nobody is at a run: its process has ended, or is {@code $1}, this one, but is not at it in {@code $2}. */
    private static final String ORPHANED = " CASE WHEN member = $1 THEN id <> ALL ($2) ELSE NOT is_alive(member) END ";

    private static final String UNIQUE_VIOLATION = "23505";

    /** One is enough. */
    private static final String OPEN_RUN_OF_EVERYTHING =
            "FROM crawl_run WHERE state IN ('waiting', 'paused') AND " + EVERYTHING + " ";

    private final Pool pool;
    private final Member member;

    CrawlRepository(Pool pool, Member member) {
        this.pool = pool;
        this.member = member;
    }

    /** Notes a request, which then waits for its turn. */
    Uni<Long> request(CrawlRequest request, Instant at) {
        return pool.preparedQuery("""
                        INSERT INTO crawl_run (state, mode, coins, first_day, last_day, requested_at)
                        VALUES ('waiting', $1, $2, $3, $4, $5) RETURNING id
                        """)
                .execute(Tuple.tuple(
                        Arrays.asList(request.mode().label(), coins(request), request.from(), request.to(), utc(at))))
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    /** Notes that everything is to be crawled, unless a run of everything waits or is paused: one is enough. */
    Uni<Void> requestEverything(Instant at) {
        return pool.preparedQuery("INSERT INTO crawl_run (state, mode, requested_at) SELECT 'waiting', 'range', $1"
                        + " WHERE NOT EXISTS (SELECT " + OPEN_RUN_OF_EVERYTHING + ")")
                .execute(Tuple.of(utc(at)))
                .replaceWithVoid();
    }

    /** The same for a due time that every replica has: the first to come requests it. */
    Uni<Void> requestEverything(Instant due, Instant at) {
        return pool.preparedQuery(JobFiring.FIRST
                        + "INSERT INTO crawl_run (state, mode, requested_at) SELECT 'waiting', 'range', $3 FROM first"
                        + " WHERE NOT EXISTS (SELECT " + OPEN_RUN_OF_EVERYTHING + ")")
                .execute(Tuple.of(JOB, utc(due), utc(at)))
                .replaceWithVoid();
    }

    /** Begins a run at once; empty if one is under way. */
    Uni<Optional<Long>> begin(CrawlRequest request, Instant at) {
        return pool.preparedQuery("""
                        INSERT INTO crawl_run (state, mode, coins, first_day, last_day, requested_at, started_at, member)
                        SELECT 'running', $1, $2, $3, $4, $5, $5, $6 WHERE is_alive($6)
                        ON CONFLICT DO NOTHING RETURNING id
                        """)
                .execute(Tuple.tuple(Arrays.asList(
                        request.mode().label(), coins(request), request.from(), request.to(), utc(at), member.id())))
                .map(rows -> list(rows, row -> row.getLong("id")).stream().findFirst());
    }

    /** Begins, or resumes, a run that waits or whose pause is over; false if it does neither, or another is under way. */
    Uni<Boolean> begin(long run, Instant at) {
        return pool.preparedQuery("""
                        UPDATE crawl_run
                        SET state = 'running', member = $3, started_at = coalesce(started_at, $2), paused_until = NULL,
                            error = NULL
                        WHERE id = $1 AND (state = 'waiting' OR state = 'paused' AND paused_until <= $2) AND is_alive($3)
                        """)
                .execute(Tuple.of(run, utc(at), member.id()))
                .map(result -> result.rowCount() == 1)
                .onFailure(CrawlRepository::isAnotherUnderWay)
                .recoverWithItem(false);
    }

    private static boolean isAnotherUnderWay(Throwable failure) {
        return failure instanceof DatabaseException refusal && UNIQUE_VIOLATION.equals(refusal.getSqlState());
    }

    /**
     * The runs that wait, whose pause is over, or that nobody is at any more, in the order they were requested.
     *
     * @param underWay the runs that this process is at
     */
    Uni<List<Long>> due(Collection<Long> underWay, Instant at) {
        return pool.preparedQuery("""
                        SELECT id FROM crawl_run
                        WHERE state = 'waiting' OR state = 'paused' AND paused_until <= $3
                           OR state = 'running' AND""" + ORPHANED + "ORDER BY id")
                .execute(Tuple.of(member.id(), underWay.toArray(Long[]::new), utc(at)))
                .map(rows -> list(rows, row -> row.getLong("id")));
    }

    /** Whether a run is under way or about to begin, here or elsewhere. */
    Uni<Boolean> isAnyOpen() {
        return pool.query("SELECT EXISTS (SELECT FROM crawl_run WHERE state IN ('waiting', 'running')) AS found")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("found"));
    }

    /** How the crawls of everything stand. */
    Uni<Standing> standing() {
        return pool.query("SELECT (SELECT state::text FROM crawl_run WHERE " + EVERYTHING
                        + " ORDER BY id DESC LIMIT 1) AS newest, (SELECT ended_at FROM crawl_run WHERE state = 'succeeded' AND "
                        + EVERYTHING + " ORDER BY id DESC LIMIT 1) AS success")
                .execute()
                .map(rows -> {
                    var row = rows.iterator().next();
                    var newest = row.getString("newest");
                    return new Standing(newest == null ? null : state(newest), instant(row, "success"));
                });
    }

    /** The run of everything that waits or is paused, of which one is enough. */
    Uni<Optional<Long>> openRunOfEverything() {
        return pool.query("SELECT id " + OPEN_RUN_OF_EVERYTHING + "ORDER BY id LIMIT 1")
                .execute()
                .map(rows -> list(rows, row -> row.getLong("id")).stream().findFirst());
    }

    /**
     * Lets the runs wait again that a process has left in the middle because it or its database went away, or that this
     * one has begun without hearing that it had.
     *
     * @param underWay the runs that this process is at
     * @return the runs
     */
    Uni<List<Long>> handBackOrphans(Collection<Long> underWay, Instant at) {
        return pool.preparedQuery("""
                        WITH orphan AS (
                            UPDATE crawl_run
                            SET state = CASE WHEN takeovers < $4 THEN 'waiting' ELSE 'failed' END::run_state,
                                ended_at = CASE WHEN takeovers < $4 THEN NULL ELSE $3::timestamptz END,
                                error = CASE WHEN takeovers < $4 THEN NULL ELSE 'The service or its database went away in the middle of it '
                                    || takeovers + 1 || ' times' END,
                                takeovers = takeovers + 1, member = NULL
                            WHERE state = 'running' AND %s
                            RETURNING id, state, error
                        ), failed AS (
                            UPDATE crawl_run_coin AS c SET state = 'failed', error = orphan.error
                            FROM orphan WHERE c.run = orphan.id AND c.state = 'running' AND orphan.state = 'failed'
                        )
                        SELECT id FROM orphan
                        """.formatted(ORPHANED))
                .execute(Tuple.of(member.id(), underWay.toArray(Long[]::new), utc(at), MOST_TAKEOVERS))
                .plug(Deadlocks::retried)
                .map(rows -> list(rows, row -> row.getLong("id")));
    }

    /** Notes how the coins of a run stand; one that a user has removed meanwhile has no part in it any more. */
    Uni<Void> record(long run, Collection<CoinCrawl> coins) {
        if (coins.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = coins.stream()
                .map(coin -> Tuple.tuple(Arrays.asList(
                        run,
                        coin.coin(),
                        coin.state().label(),
                        coin.firstDay(),
                        coin.lastDay(),
                        coin.daysWanted(),
                        coin.daysStored(),
                        coin.daysUnavailable(),
                        coin.daysCorrected(),
                        coin.calls(),
                        coin.retries(),
                        coin.error(),
                        member.id())))
                .toList();
        return pool.preparedQuery("""
                        INSERT INTO crawl_run_coin (run, coin, state, first_day, last_day, days_wanted, days_stored,
                                                    days_unavailable, days_corrected, calls, retries, error)
                        SELECT r.id, coin.id, $3::text::run_state, $4, $5, $6, $7, $8, $9, $10, $11, $12
                        FROM coin CROSS JOIN crawl_run AS r
                        WHERE coin.id = $2 AND r.id = $1 AND r.member = $13
                        FOR SHARE OF r
                        ON CONFLICT (run, coin) DO UPDATE
                        SET (state, first_day, last_day, days_wanted, days_stored, days_unavailable, days_corrected,
                             calls, retries, error)
                            = (excluded.state, excluded.first_day, excluded.last_day, excluded.days_wanted,
                               excluded.days_stored, excluded.days_unavailable, excluded.days_corrected,
                               excluded.calls, excluded.retries, excluded.error)
                        """).executeBatch(rows).replaceWithVoid();
    }

    /** Ends the coins' parts of a resumed run of which nothing is missing any more, however they got it. */
    Uni<Void> settle(long run, Collection<String> missing) {
        return pool.preparedQuery("""
                        UPDATE crawl_run_coin SET state = 'succeeded', days_stored = days_wanted - days_unavailable
                        WHERE run = $1 AND state IN ('waiting', 'running', 'paused') AND coin <> ALL ($2)
                          AND EXISTS (SELECT FROM crawl_run WHERE id = $1 AND member = $3)
                        """)
                .execute(Tuple.of(run, missing.toArray(String[]::new), member.id()))
                .replaceWithVoid();
    }

    /** Notes the calls that served many coins at once. */
    Uni<Void> recordPages(long run, int calls, int retries) {
        return pool.preparedQuery(
                        "UPDATE crawl_run SET page_calls = $2, page_retries = $3 WHERE id = $1 AND member = $4")
                .execute(Tuple.of(run, calls, retries, member.id()))
                .replaceWithVoid();
    }

    /** What others want of a run that this process is at. */
    Uni<Demand> demand(long run) {
        return pool.preparedQuery(
                        "SELECT member IS DISTINCT FROM $2 AS lost, cancel_requested FROM crawl_run WHERE id = $1")
                .execute(Tuple.of(run, member.id()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return row.getBoolean("lost")
                            ? Demand.STOP
                            : row.getBoolean("cancel_requested") ? Demand.CANCEL : Demand.NONE;
                });
    }

    /** What others want of a run. */
    enum Demand {
        NONE,
        /** Another process has taken it over. */
        STOP,
        CANCEL
    }

    /** Closes a run of this process, or lays it down if it is paused or handed back. */
    Uni<Void> end(long run, CrawlState state, Instant at, Instant pausedUntil, String error) {
        return pool.preparedQuery("""
                        UPDATE crawl_run
                        SET state = $2::text::run_state, ended_at = $3, paused_until = $4, error = $5, member = NULL
                        WHERE id = $1 AND member = $6
                        """)
                .execute(Tuple.of(
                        run,
                        state.label(),
                        state.isEnd() ? utc(at) : null,
                        pausedUntil == null ? null : utc(pausedUntil),
                        error,
                        member.id()))
                .replaceWithVoid();
    }

    /**
     * Cancels a run that waits or is paused; asks a running one to end.
     *
     * @return false if it has ended already or does not exist
     */
    Uni<Boolean> cancel(long run, Instant at) {
        return pool.preparedQuery("""
                        UPDATE crawl_run
                        SET cancel_requested = true,
                            state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END,
                            ended_at = CASE WHEN state = 'running' THEN NULL ELSE $2::timestamptz END,
                            paused_until = NULL
                        WHERE id = $1 AND state IN ('waiting', 'running', 'paused')
                        """).execute(Tuple.of(run, utc(at))).map(result -> result.rowCount() == 1);
    }

    /** A run with its coins. */
    Uni<Optional<CrawlReport>> find(long run) {
        return pool.preparedQuery(RUNS + "WHERE r.id = $1")
                .execute(Tuple.of(run))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : coins(run)
                                .map(coins -> Optional.of(report(rows.iterator().next(), coins))));
    }

    /**
     * The newest runs, without their coins.
     *
     * @param state null means any
     */
    Uni<List<CrawlReport>> list(CrawlState state, int limit) {
        return pool.preparedQuery(
                        RUNS + "WHERE $1::text IS NULL OR r.state = $1::text::run_state ORDER BY r.id DESC LIMIT $2")
                .execute(Tuple.of(state == null ? null : state.label(), limit))
                .map(rows -> list(rows, row -> report(row, null)));
    }

    private Uni<List<CoinCrawl>> coins(long run) {
        return pool.preparedQuery("SELECT *, state::text AS label FROM crawl_run_coin WHERE run = $1 ORDER BY coin")
                .execute(Tuple.of(run))
                .map(rows -> list(
                        rows,
                        row -> new CoinCrawl(
                                row.getString("coin"),
                                state(row.getString("label")),
                                row.getLocalDate("first_day"),
                                row.getLocalDate("last_day"),
                                row.getInteger("days_wanted"),
                                row.getInteger("days_stored"),
                                row.getInteger("days_unavailable"),
                                row.getInteger("days_corrected"),
                                row.getInteger("calls"),
                                row.getInteger("retries"),
                                row.getString("error"))));
    }

    private static CrawlReport report(Row row, List<CoinCrawl> coins) {
        var requested = row.getArrayOfStrings("coins");
        return new CrawlReport(
                row.getLong("id"),
                CrawlMode.of(row.getString("mode")),
                state(row.getString("state")),
                requested == null ? null : List.of(requested),
                row.getLocalDate("first_day"),
                row.getLocalDate("last_day"),
                row.getInteger("days_wanted"),
                row.getInteger("days_stored"),
                row.getInteger("days_unavailable"),
                row.getInteger("days_corrected"),
                row.getInteger("calls"),
                row.getInteger("retries"),
                instant(row, "requested_at"),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                instant(row, "paused_until"),
                row.getString("error"),
                coins);
    }

    private static String[] coins(CrawlRequest request) {
        return request.coins().isEmpty() ? null : request.coins().toArray(String[]::new);
    }

    private static CrawlState state(String label) {
        return CrawlState.of(label).orElseThrow();
    }

    private static Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
