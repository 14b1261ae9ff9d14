package dev.ecoin.crawl;

import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Awaits what is asked of the database, again and again while the database is away: a crawl's calls are scarce, and
 * what they brought is not thrown away because a server restarts. Statements given here can be repeated without harm.
 */
@ApplicationScoped
class DatabasePatience {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections. */
    private static final Set<String> SERVER_IS_AWAY = Set.of("57P01", "57P02", "57P03", "53300");

    private static final String CONNECTION_EXCEPTION = "08";

    private final Duration longest;

    DatabasePatience(CrawlConfig config) {
        longest = config.databasePatience();
    }

    /** @throws Refused if the database cannot do what is asked, which repetition would not change */
    <T> T await(Uni<T> answer) {
        return answer.onFailure(DatabasePatience::isRefusal)
                .transform(refusal -> new Refused((DatabaseException) refusal))
                .onFailure(DatabasePatience::isOutage)
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .expireIn(longest.toMillis())
                .await()
                .indefinitely();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof DatabaseException && !isOutage(failure);
    }

    private static boolean isOutage(Throwable failure) {
        if (failure instanceof DatabaseException answer) {
            var state = answer.getSqlState();
            return SERVER_IS_AWAY.contains(state) || state.startsWith(CONNECTION_EXCEPTION);
        }
        // The last is what Vert.x throws for a statement on a connection that has just closed.
        return failure instanceof IOException
                || failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable;
    }

    /** A statement that the database refused, such as a price of a coin that was removed meanwhile. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(DatabaseException refusal) {
            super("The database refused what came: " + refusal.getMessage(), refusal);
        }
    }
}
