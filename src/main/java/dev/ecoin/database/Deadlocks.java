package dev.ecoin.database;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Retries transactions of requests that PostgreSQL rolls back as deadlocks; {@link JobDatabase} does the same for jobs.
 * A statement that locks rows of several tables may conflict with the removal of a coin, which locks the coin and then
 * all its rows.
 */
public final class Deadlocks {

    private static final int TRIES = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private Deadlocks() {}

    /**
     * For {@link Uni#plug}.
     *
     * @param work a transaction, or a single statement; each subscription starts it again
     */
    public static <T> Uni<T> retried(Uni<T> work) {
        // After a pause, because otherwise this transaction could retake its first lock before the other one gets it.
        return work.onFailure(DatabaseFailures::isRolledBackForAnother)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .atMost(TRIES);
    }
}
