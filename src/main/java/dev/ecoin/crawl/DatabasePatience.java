package dev.ecoin.crawl;

import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
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

    <T> T await(Uni<T> answer) {
        return answer.onFailure(DatabasePatience::isOutage)
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .expireIn(longest.toMillis())
                .await()
                .indefinitely();
    }

    static boolean isOutage(Throwable failure) {
        if (failure instanceof PgException refusal) {
            return SERVER_IS_AWAY.contains(refusal.getSqlState())
                    || refusal.getSqlState().startsWith(CONNECTION_EXCEPTION);
        }
        return failure instanceof IOException || failure instanceof VertxException;
    }
}
