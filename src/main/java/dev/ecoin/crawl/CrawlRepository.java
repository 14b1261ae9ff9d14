package dev.ecoin.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.crawl.CrawlGauges.Standing;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.runs.RunState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The table {@code crawl_run_coin}: results of crawls by coin. */
@ApplicationScoped
class CrawlRepository {

    /** A run as JSON in the form of {@link CrawlReport}; the coins are null in a list. */
    private static final String REPORT = """
            SELECT to_jsonb(report)::text AS report
            FROM (
                SELECT r.id, r.options ->> 'mode' AS mode, r.state, r.options -> 'coins' AS requested_coins,
                       r.options ->> 'from' AS "from", r.options ->> 'to' AS "to",
                       coalesce(c.days_wanted, 0) AS days_wanted, coalesce(c.days_stored, 0) AS days_stored,
                       coalesce(c.days_unavailable, 0) AS days_unavailable,
                       coalesce(c.days_corrected, 0) AS days_corrected, r.page_calls + coalesce(c.calls, 0) AS calls,
                       r.page_retries + coalesce(c.retries, 0) AS retries, r.requested_at, r.started_at, r.ended_at,
                       CASE WHEN r.state = 'paused' THEN r.due_at END AS paused_until, r.error, %s AS coins
                FROM run AS r
                LEFT JOIN LATERAL (
                    SELECT sum(days_wanted) AS days_wanted, sum(days_stored) AS days_stored,
                           sum(days_unavailable) AS days_unavailable, sum(days_corrected) AS days_corrected,
                           sum(calls) AS calls, sum(retries) AS retries
                    FROM crawl_run_coin WHERE run = r.id
                ) AS c ON true
                WHERE r.kind = 'crawl'
            """;

    private static final String ONE = REPORT.formatted("""
            (SELECT coalesce(jsonb_agg(to_jsonb(own) - 'run'
                                || CASE WHEN r.ended_at IS NOT NULL AND own.state IN ('waiting', 'running', 'paused')
                                   THEN jsonb_build_object('state', r.state) ELSE '{}' END ORDER BY coin), '[]')
             FROM crawl_run_coin AS own
             WHERE run = r.id)
            """) + "AND r.id = $1) AS report";

    private static final String NEWEST = REPORT.formatted("NULL") + """
            AND ($1::text IS NULL OR r.state = $1::text::run_state)
            ORDER BY r.id DESC LIMIT $2) AS report
            """;

    private static final String EVERYTHING = "kind = 'crawl' AND options = '{\"mode\": \"range\"}'";

    private final Pool pool;
    private final JobDatabase database;
    private final ObjectMapper json;

    CrawlRepository(Pool pool, JobDatabase database, ObjectMapper json) {
        this.pool = pool;
        this.database = database;
        this.json = json;
    }

    /** Records the state of coins in a run; a coin that was removed meanwhile is dropped. */
    void record(Session session, long run, Collection<CoinCrawl> coins) throws SQLException {
        session.updateAll(
                """
                INSERT INTO crawl_run_coin (run, coin, state, first_day, last_day, days_wanted, days_stored,
                                            days_unavailable, days_corrected, calls, retries, error)
                SELECT $1::bigint, id, $3::text::run_state, $4::date, $5::date, $6::integer, $7::integer, $8::integer,
                       $9::integer, $10::integer, $11::integer, $12::text
                FROM coin WHERE id = $2 FOR KEY SHARE
                ON CONFLICT (run, coin) DO UPDATE
                SET (state, first_day, last_day, days_wanted, days_stored, days_unavailable, days_corrected,
                     calls, retries, error)
                    = (excluded.state, excluded.first_day, excluded.last_day, excluded.days_wanted,
                       excluded.days_stored, excluded.days_unavailable, excluded.days_corrected,
                       excluded.calls, excluded.retries, excluded.error)
                """,
                coins.stream()
                        .map(coin -> new Object[] {
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
                            coin.error()
                        })
                        .toList());
    }

    /** Ends coins of a resumed run that no longer miss any day, however they got it. */
    void settle(Session session, long run, Collection<String> missing) throws SQLException {
        session.update("""
                UPDATE crawl_run_coin SET state = 'succeeded', days_stored = days_wanted - days_unavailable
                WHERE run = $1 AND state IN ('waiting', 'running', 'paused') AND coin <> ALL ($2)
                """, run, missing.toArray(String[]::new));
    }

    /** Records the calls that served many coins at once. */
    void recordPages(Session session, long run, int calls, int retries) throws SQLException {
        session.update("UPDATE run SET page_calls = $2, page_retries = $3 WHERE id = $1", run, calls, retries);
    }

    /** A run with its coins; blocks. */
    CrawlReport report(long run) {
        return report(database.transaction(session -> session.one(row -> row.getString("report"), ONE, run)));
    }

    /** A run with its coins. */
    Uni<Optional<CrawlReport>> find(long run) {
        return pool.preparedQuery(ONE).execute(Tuple.of(run)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> report(row.getString("report")))
                .findFirst());
    }

    /**
     * The latest runs, without their coins.
     *
     * @param state null means any
     */
    Uni<List<CrawlReport>> list(RunState state, int limit) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(state == null ? null : state.label(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> report(row.getString("report")))
                        .toList());
    }

    /** State of the crawls of all coins. */
    Standing standing(Session session) throws SQLException {
        return session.one(
                row -> new Standing(
                        Optional.ofNullable(row.getString("newest"))
                                .map(RunState::of)
                                .orElse(null),
                        Session.instant(row, "success")),
                "SELECT (SELECT state::text FROM run WHERE " + EVERYTHING
                        + " ORDER BY id DESC LIMIT 1) AS newest, (SELECT ended_at FROM run WHERE state = 'succeeded' AND "
                        + EVERYTHING + " ORDER BY id DESC LIMIT 1) AS success");
    }

    private CrawlReport report(String text) {
        try {
            return json.readValue(text, CrawlReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A run's report is what this class makes it", e);
        }
    }
}
