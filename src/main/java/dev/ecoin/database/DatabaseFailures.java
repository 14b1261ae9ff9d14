package dev.ecoin.database;

import com.fasterxml.jackson.core.JacksonException;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Distinguishes outages, which pass once the server or its administrator has finished, from statements that the
 * database rejects, which retries do not change. Requests answer an outage with 503 and a rejection with 500; jobs wait
 * for an outage to end and fail on a rejection.
 */
public final class DatabaseFailures {

    /** Classes of SQLSTATEs from PostgreSQL's appendix A. */
    private static final Set<String> OUTAGE_CLASSES = Set.of(
            "08", // the connection is broken, which is also what a pooler says of a server that it does not reach
            "28", // the password is another one, or the server does not admit the user
            "40", // deadlock or conflict, whose transaction is rolled back
            "53", // too many connections, disk full, out of memory
            "55", // locked, or the database takes no connections
            "57", // shutdown, crash, start, statement cancelled
            "58", // input or output failed
            "XX"); // data or index corrupted, internal error

    private static final Set<String> OUTAGES = Set.of(
            "25006", // read-only: a standby, or a server under maintenance
            "25P03", // the server ended an idle transaction
            "25P04", // the server ended a long transaction
            "26000", // another session's turn: a pooler in transaction mode has lost the prepared statement
            "3D000", // the database does not exist, or not yet
            "42501", // the user's rights were taken away
            "42P05"); // another session's prepared statement: a pooler in transaction mode

    /** {@code deadlock_detected} and {@code serialization_failure}. */
    private static final Set<String> ROLLED_BACK_FOR_ANOTHER = Set.of("40P01", "40001");

    private static final String UNIQUE_VIOLATION = "23505";

    private DatabaseFailures() {}

    /**
     * Whether the database is unavailable: it or the connection is down, it does not answer in time, does not admit the
     * service, rejects changes or is out of resources.
     */
    public static boolean isOutage(Throwable failure) {
        var cause = unwrapped(failure);
        if (cause instanceof DatabaseException answer) {
            return isOutage(answer.getSqlState());
        }
        if (cause instanceof SQLException answer) {
            // The pool throws without a state if no connection became free in time.
            return answer.getSQLState() == null || isOutage(answer.getSQLState());
        }
        // Vert.x throws the last one for a statement on a closed connection, and if no connection is free.
        return cause instanceof DatabaseAway
                || cause instanceof TimeoutException
                || cause instanceof IOException && !(cause instanceof JacksonException)
                || cause instanceof VertxException
                || cause instanceof NoStackTraceThrowable;
    }

    private static boolean isOutage(String state) {
        return state != null && (OUTAGES.contains(state) || OUTAGE_CLASSES.contains(state.substring(0, 2)));
    }

    /** Whether PostgreSQL rolled the transaction back in favour of another one. */
    static boolean isRolledBackForAnother(Throwable failure) {
        var state = failure instanceof DatabaseException answer
                ? answer.getSqlState()
                : failure instanceof SQLException answer ? answer.getSQLState() : null;
        return state != null && ROLLED_BACK_FOR_ANOTHER.contains(state);
    }

    static boolean isUniqueViolation(SQLException refusal) {
        return UNIQUE_VIOLATION.equals(refusal.getSQLState());
    }

    /** Unwraps the failure from the exceptions of another thread, a retry or a failed rollback. */
    private static Throwable unwrapped(Throwable failure) {
        var wraps = failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof CompositeException
                || failure instanceof IllegalStateException;
        return wraps && failure.getCause() != null ? unwrapped(failure.getCause()) : failure;
    }
}
