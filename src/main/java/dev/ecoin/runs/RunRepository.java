package dev.ecoin.runs;

import dev.ecoin.database.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code run}, for the engine that executes runs. */
@ApplicationScoped
class RunRepository {

    /** A run is abandoned after it has brought down this many processes without progress. */
    private static final int MOST_DEATHS = 3;

    /** The same limit for runs that a reachable database keeps interrupting, for example because of a damaged table. */
    private static final int MOST_OUTAGES = 20;

    private static final String COLUMNS = """
            id, kind, coin, state::text AS state, options::text AS options, priority, requested_by, requested_at, due_at,
            started_at, ended_at, attempt, phase, model, note, error
            """;

    private static final String CLAIM = """
            UPDATE run
            SET state = 'running', member = $2, attempt = attempt + 1, started_at = coalesce(started_at, $1), error = NULL
            WHERE id = (%s) AND is_alive($2)
            RETURNING
            """ + COLUMNS;

    /** Runs of the kinds $1 that are running, or due at $2. */
    private static final String OPEN = """
            SELECT id FROM run
            WHERE kind = ANY ($1) AND (state = 'running' OR state IN ('waiting', 'paused') AND due_at <= $2)
            """;

    private static final String CLAIMABLE = """
            state IN ('waiting', 'paused') AND due_at <= $1
            AND NOT EXISTS (SELECT FROM run AS other WHERE other.lane = next.lane AND other.state = 'running')
            """;

    /** Requests a run, unless an equal one is already waiting. */
    long request(Session session, RunRequest request, Instant at) throws SQLException {
        return session.one(
                row -> row.getLong("id"),
                RunRequestRepository.REQUEST,
                request.kind(),
                request.coin(),
                request.lane(),
                request.options(),
                request.priority(),
                request.by(),
                at);
    }

    /** A paused run that equals the request. */
    Optional<Run> paused(Session session, RunRequest request) throws SQLException {
        return session.first(
                RunRepository::run,
                "SELECT " + COLUMNS
                        + "FROM run WHERE lane = $1 AND kind = $2 AND options = $3::jsonb AND state = 'paused'",
                request.lane(),
                request.kind(),
                request.options());
    }

    /** Whether this process is the first to reach a due time, which every process reaches. */
    boolean isFirst(Session session, String job, Instant due) throws SQLException {
        return session.update("INSERT INTO job_firing (job, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", job, due)
                == 1;
    }

    /** Whether a run of the kinds is due, or is running in any process. */
    boolean isAnyOpen(Session session, Collection<String> kinds, Instant at) throws SQLException {
        return session.first(row -> row.getLong("id"), OPEN + "LIMIT 1", kinds.toArray(String[]::new), at)
                .isPresent();
    }

    /** Whether a waiting run could be claimed. */
    boolean isAnyNext(Session session, Instant at) throws SQLException {
        return session.one(
                row -> row.getBoolean("found"),
                "SELECT EXISTS (SELECT FROM run AS next WHERE " + CLAIMABLE + ") AS found",
                at);
    }

    /**
     * Like {@link #isAnyOpen}, but waits for endings in progress, and prevents changes of these runs until this
     * transaction ends.
     */
    boolean isAnyLeftOpen(Session session, Collection<String> kinds, Instant at) throws SQLException {
        return session.first(row -> row.getLong("id"), OPEN + "FOR SHARE", kinds.toArray(String[]::new), at)
                .isPresent();
    }

    /** Makes waiting runs of a kind due. */
    void hasten(Session session, String kind, Instant at) throws SQLException {
        session.update("UPDATE run SET due_at = $1 WHERE kind = $2 AND state = 'waiting' AND due_at > $1", at, kind);
    }

    /** Makes open runs of a lane and kind due. */
    void hasten(Session session, RunRequest request, Instant at) throws SQLException {
        session.update(
                "UPDATE run SET due_at = $1 WHERE lane = $2 AND kind = $3 AND state IN ('waiting', 'paused') AND due_at > $1",
                at,
                request.lane(),
                request.kind());
    }

    /** Removes the oldest ended runs of a kind but for so many. */
    void pruneKind(Session session, String kind, int keep) throws SQLException {
        session.update("""
                DELETE FROM run
                WHERE kind = $1 AND ended_at IS NOT NULL
                  AND id <= (SELECT id FROM run WHERE kind = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)
                """, kind, keep);
    }

    /** Deletes the oldest ended runs of a coin beyond the number to keep. */
    void prune(Session session, String coin, int keep) throws SQLException {
        session.update("""
                DELETE FROM run
                WHERE coin = $1 AND ended_at IS NOT NULL
                  AND id NOT IN (SELECT id FROM run WHERE coin = $2 ORDER BY id DESC LIMIT $3)
                """, coin, coin, keep);
    }

    /** Claims the next run; from then on this process owns the attempt. */
    Optional<Run> claim(Session session, Collection<String> kinds, UUID member, Instant at) throws SQLException {
        return session.first(
                RunRepository::run,
                CLAIM.formatted("""
                        SELECT first.id
                        FROM unnest($3::text[]) AS wanted (kind)
                        CROSS JOIN LATERAL (
                            SELECT id, priority FROM run AS next WHERE next.kind = wanted.kind AND %s
                            ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
                        ) AS first
                        ORDER BY first.priority DESC, first.id LIMIT 1
                        """.formatted(CLAIMABLE)),
                at,
                member,
                kinds.toArray(String[]::new));
    }

    /** Claims this run, unless it has ended, is not due, or its lane is taken. */
    Optional<Run> claim(Session session, long id, UUID member, Instant at) throws SQLException {
        return session.first(
                RunRepository::run,
                CLAIM.formatted("SELECT id FROM run AS next WHERE id = $3 AND " + CLAIMABLE),
                at,
                member,
                id);
    }

    /**
     * Takes over runs of dead processes, and those of this process that ended while the database was unreachable.
     *
     * @param underWay the runs that this process executes
     */
    List<Run> takeOver(Session session, UUID member, Collection<Long> underWay, Instant at) throws SQLException {
        return session.list(
                RunRepository::run,
                """
                UPDATE run
                SET state = CASE WHEN cancel_requested THEN 'cancelled'
                                 WHEN died AND deaths + 1 >= $1 OR NOT died AND outages + 1 >= $5 THEN 'failed'
                                 ELSE 'waiting' END::run_state,
                    ended_at = CASE WHEN cancel_requested OR died AND deaths + 1 >= $1 OR NOT died AND outages + 1 >= $5
                                    THEN $2::timestamptz END,
                    error = CASE WHEN died AND deaths + 1 >= $1
                                 THEN 'The process executing it died ' || deaths + 1 || ' times without progress'
                                 WHEN NOT died AND outages + 1 >= $5
                                 THEN 'The database interrupted it ' || outages + 1 || ' times without progress' END,
                    deaths = CASE WHEN died THEN deaths + 1 ELSE deaths END,
                    outages = CASE WHEN died THEN outages ELSE outages + 1 END, takeovers = takeovers + 1,
                    attempt = attempt + 1, member = NULL, phase = NULL,
                    -- At once the first time, then with a growing delay that leaves room for other runs.
                    due_at = $2 + CASE WHEN died THEN 0 ELSE least(60, 2 ^ least(outages, 6) - 1) END * interval '1 second'
                FROM (SELECT id AS orphan, member IS DISTINCT FROM $3 AS died FROM run
                      WHERE state = 'running'
                        AND CASE WHEN member = $3 THEN id <> ALL ($4) ELSE NOT is_alive(member) END
                      FOR UPDATE SKIP LOCKED) AS orphans
                WHERE id = orphan
                RETURNING
                """ + COLUMNS,
                MOST_DEATHS,
                at,
                member,
                underWay.toArray(Long[]::new),
                MOST_OUTAGES);
    }

    /**
     * Locks an attempt until the end of the transaction, so that no other process takes over the run.
     *
     * @return whether its cancellation was requested
     * @throws LostRun if another process has taken it over
     */
    boolean hold(Session session, Run run) throws SQLException {
        return session.first(
                        row -> row.getBoolean("cancel_requested"),
                        "SELECT cancel_requested FROM run WHERE id = $1 AND attempt = $2 AND state = 'running' FOR SHARE",
                        run.id(),
                        run.attempt())
                .orElseThrow(LostRun::new);
    }

    /**
     * Locks an attempt to end it.
     *
     * @return empty while it is running; otherwise its earlier ending, whose confirmation was lost with the connection
     * @throws LostRun if another process has taken it over
     */
    Optional<RunState> ended(Session session, Run run) throws SQLException {
        return session.first(
                        row -> RunState.of(row.getString("state")),
                        "SELECT state FROM run WHERE id = $1 AND attempt = $2 FOR UPDATE",
                        run.id(),
                        run.attempt())
                .map(state -> Optional.of(state).filter(ended -> ended != RunState.RUNNING))
                .orElseThrow(LostRun::new);
    }

    /** Records the phase of a run. */
    void phase(Session session, Run run, String phase) throws SQLException {
        requireHeld(session.update(
                "UPDATE run SET phase = $1 WHERE id = $2 AND attempt = $3 AND state = 'running'",
                phase,
                run.id(),
                run.attempt()));
    }

    /** Like {@link #hold}, and records progress, which a takeover need not repeat. */
    boolean progress(Session session, Run run) throws SQLException {
        // Without a shared lock before it, which several workers of a run would try to upgrade.
        var noted = session.first(row -> row.getBoolean("cancel_requested"), """
                UPDATE run SET deaths = 0, outages = 0
                WHERE id = $1 AND attempt = $2 AND state = 'running' AND (deaths > 0 OR outages > 0)
                RETURNING cancel_requested
                """, run.id(), run.attempt());
        return noted.isPresent() ? noted.get() : hold(session, run);
    }

    /** Ends an attempt, and with it the run unless it is paused or handed back. */
    void end(Session session, Run run, Ending ending, Instant at) throws SQLException {
        requireHeld(session.update(
                """
                UPDATE run
                SET state = CASE WHEN cancel_requested AND $2::timestamptz IS NULL THEN 'cancelled' ELSE $1::text END::run_state,
                    ended_at = coalesce($2::timestamptz, CASE WHEN cancel_requested THEN $9::timestamptz END), due_at = coalesce($3, due_at), member = NULL, phase = NULL,
                    model = $4, note = $5, error = $6
                WHERE id = $7 AND attempt = $8 AND state = 'running'
                """,
                ending.state().label(),
                ending.state().isEnd() ? at : null,
                ending.dueAt(),
                ending.model(),
                ending.note(),
                ending.error(),
                run.id(),
                run.attempt(),
                at));
    }

    private static void requireHeld(int updated) {
        if (updated == 0) {
            throw new LostRun();
        }
    }

    Optional<Run> find(Session session, long id) throws SQLException {
        return session.first(RunRepository::run, "SELECT " + COLUMNS + "FROM run WHERE id = $1", id);
    }

    private static Run run(ResultSet row) throws SQLException {
        var model = row.getLong("model");
        return new Run(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("coin"),
                RunState.of(row.getString("state")),
                row.getString("options"),
                row.getInt("priority"),
                row.getString("requested_by"),
                Session.instant(row, "requested_at"),
                Session.instant(row, "due_at"),
                Session.instant(row, "started_at"),
                Session.instant(row, "ended_at"),
                row.getInt("attempt"),
                row.getString("phase"),
                model == 0 ? null : model,
                row.getString("note"),
                row.getString("error"));
    }
}
