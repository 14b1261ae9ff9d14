package dev.ecoin.training;

import dev.ecoin.database.DatabaseFailures;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Awaits the database's answers, though not for ever. */
@ApplicationScoped
public class Patience {

    private final Duration longest;
    private final Duration longestOutage;

    Patience(TrainingConfig config) {
        longest = config.databasePatience();
        longestOutage = config.crawlPatience();
    }

    /** @throws io.smallrye.mutiny.TimeoutException if there is no answer by then */
    public <T> T await(Uni<T> answer) {
        return answer.await().atMost(longest);
    }

    /**
     * Awaits an answer to what can be asked again without harm, as long as the nightly training waits for a crawl.
     *
     * @throws IllegalStateException if the database is still away by then
     */
    public <T> T awaitThroughOutages(Uni<T> answer) {
        // A server that vanished without a word never answers.
        var bound = answer.ifNoItem().after(longest).fail();
        return DatabaseFailures.retriedInOutages(bound, longestOutage).await().indefinitely();
    }
}
