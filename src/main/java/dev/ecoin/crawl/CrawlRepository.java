package dev.ecoin.crawl;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;

/** The tables {@code crawl_run} and {@code crawl_run_coin}. */
@ApplicationScoped
class CrawlRepository {

    private final Pool pool;

    CrawlRepository(Pool pool) {
        this.pool = pool;
    }

    /** Opens a run. */
    Uni<Long> start(Instant at) {
        return pool.preparedQuery("INSERT INTO crawl_run (started_at) VALUES ($1) RETURNING id")
                .execute(Tuple.of(at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    Uni<Void> record(long run, CoinCrawl crawl) {
        return pool.preparedQuery("""
                        INSERT INTO crawl_run_coin
                            (run, coin, state, first_day, last_day, days_wanted, days_stored, calls, error)
                        VALUES ($1, $2, $3::text::run_state, $4, $5, $6, $7, $8, $9)
                        """)
                .execute(Tuple.tuple(Arrays.asList(
                        run,
                        crawl.coin(),
                        crawl.failed() ? "failed" : "succeeded",
                        crawl.firstDay(),
                        crawl.lastDay(),
                        crawl.daysWanted(),
                        crawl.daysStored(),
                        crawl.calls(),
                        crawl.error())))
                .replaceWithVoid();
    }

    /** Closes a run. */
    Uni<Void> end(long run, Instant at, String error) {
        return pool.preparedQuery("""
                        UPDATE crawl_run
                        SET ended_at = $2, error = $3,
                            state = CASE WHEN $3::text IS NULL THEN 'succeeded' ELSE 'failed' END::run_state
                        WHERE id = $1
                        """)
                .execute(Tuple.of(run, at.atOffset(ZoneOffset.UTC), error))
                .replaceWithVoid();
    }
}
