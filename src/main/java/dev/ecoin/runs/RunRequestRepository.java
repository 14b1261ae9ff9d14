package dev.ecoin.runs;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;

/** The table {@code run}, for requests. */
@ApplicationScoped
public class RunRequestRepository {

    static final String REQUEST = """
            WITH open AS (
                UPDATE run
                SET requested_by = CASE WHEN $5::smallint > priority THEN $6 ELSE requested_by END,
                    priority = greatest(priority, $5::smallint)
                WHERE lane = $3 AND kind = $1 AND options = $4::text::jsonb AND state IN ('waiting', 'paused')
                  AND NOT cancel_requested
                RETURNING id
            ), added AS (
                INSERT INTO run (kind, coin, lane, options, priority, requested_by, requested_at, due_at, state)
                SELECT $1, $2, $3, $4::text::jsonb, $5::smallint, $6, $7::timestamptz, $7::timestamptz, 'waiting'
                WHERE NOT EXISTS (SELECT FROM open)
                ON CONFLICT (lane, kind, options) WHERE state = 'waiting' AND attempt = 0 DO UPDATE
                SET priority = greatest(run.priority, excluded.priority)
                RETURNING id
            )
            SELECT min(id) AS id FROM (SELECT id FROM open UNION ALL SELECT id FROM added) AS either
            """;

    private final Pool pool;
    private final Runs runs;
    private final Clock clock;

    RunRequestRepository(Pool pool, Runs runs, Clock clock) {
        this.pool = pool;
        this.runs = runs;
        this.clock = clock;
    }

    /** Requests a run, or finds an equal one already waiting; returns its id. It starts as soon as a thread is free. */
    public Uni<Long> request(RunRequest request) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(REQUEST)
                .execute(Tuple.tuple(Arrays.asList(
                        request.kind(),
                        request.coin(),
                        request.lane(),
                        request.options(),
                        (short) request.priority(),
                        request.by(),
                        now)))
                .map(rows -> rows.iterator().next().getLong("id"))
                .invoke(runs::wake);
    }

    /** Like {@link #request}, but also accepts a running run with the same options. */
    public Uni<Long> requestOrJoin(RunRequest request) {
        return pool.preparedQuery(
                        "SELECT id FROM run WHERE lane = $1 AND kind = $2 AND options = $3::text::jsonb AND state = 'running'"
                                + " AND NOT cancel_requested")
                .execute(Tuple.of(request.lane(), request.kind(), request.options()))
                .flatMap(rows -> rows.size() == 0
                        ? request(request)
                        : Uni.createFrom().item(rows.iterator().next().getLong("id")));
    }

    /**
     * Cancels a waiting or paused run; asks a running one to end.
     *
     * @return false if it has already ended or does not exist
     */
    public Uni<Boolean> cancel(long run) {
        return pool.preparedQuery("""
                        UPDATE run
                        SET cancel_requested = true,
                            state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END,
                            ended_at = CASE WHEN state = 'running' THEN NULL ELSE $2::timestamptz END
                        WHERE id = $1 AND ended_at IS NULL
                        """)
                .execute(Tuple.of(run, clock.instant().atOffset(ZoneOffset.UTC)))
                .map(result -> result.rowCount() == 1)
                .invoke(() -> runs.cancelHere(run));
    }
}
