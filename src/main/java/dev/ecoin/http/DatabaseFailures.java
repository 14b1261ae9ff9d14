package dev.ecoin.http;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.time.Duration;

/** Tells a database that is away, which passes, from one that refuses what it is asked, which repetition does not change. */
public final class DatabaseFailures {

    /** Class of SQLSTATEs. */
    private static final String CONNECTION_EXCEPTION = "08";

    /** Class of SQLSTATEs: admin_shutdown, crash_shutdown, cannot_connect_now and their like. */
    private static final String OPERATOR_INTERVENTION = "57";

    private static final String TOO_MANY_CONNECTIONS = "53300";

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private DatabaseFailures() {}

    /**
     * The answer of the database, asked again and again while it is away.
     *
     * @param answer to a statement that can be repeated without harm
     * @param longest after so long the outage is the answer
     */
    public static <T> Uni<T> retriedInOutages(Uni<T> answer, Duration longest) {
        return answer.onFailure(DatabaseFailures::isOutage)
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .expireIn(longest.toMillis());
    }

    /** Whether the database has read the statement and refused it. */
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof DatabaseException && !isOutage(failure);
    }

    /** Whether the database, or the connection to it, is away, or does not answer in time. */
    public static boolean isOutage(Throwable failure) {
        if (failure instanceof DatabaseException answer) {
            var state = answer.getSqlState();
            return state != null
                    && (state.startsWith(CONNECTION_EXCEPTION)
                            || state.startsWith(OPERATOR_INTERVENTION)
                            || state.equals(TOO_MANY_CONNECTIONS));
        }
        // The last is what Vert.x throws for a statement on a connection that has just closed, and where none is free.
        return failure instanceof TimeoutException
                || failure instanceof IOException
                || failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable;
    }
}
