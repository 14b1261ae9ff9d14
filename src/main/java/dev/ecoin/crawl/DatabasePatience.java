package dev.ecoin.crawl;

import dev.ecoin.database.DatabaseFailures;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Awaits what is asked of the database, again and again while the database is away: a crawl's calls are scarce, and
 * what they brought is not thrown away because a server restarts. Statements given here can be repeated without harm.
 */
@ApplicationScoped
class DatabasePatience {

    private final Duration longest;

    DatabasePatience(CrawlConfig config) {
        longest = config.databasePatience();
    }

    /** @throws Refused if the database cannot do what is asked, which repetition would not change */
    <T> T await(Uni<T> answer) {
        // A server that vanished without a word never answers.
        var bound = answer.ifNoItem().after(longest).fail();
        var refused = bound.onFailure(DatabaseFailures::isRefusal)
                .transform(refusal -> new Refused((DatabaseException) refusal));
        return DatabaseFailures.retriedInOutages(refused, longest).await().indefinitely();
    }

    /** A statement that the database refused, such as a price of a coin that was removed meanwhile. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(DatabaseException refusal) {
            super("The database refused what came: " + refusal.getMessage(), refusal);
        }
    }
}
