package dev.ecoin.database;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.DatabaseException;
import java.time.Duration;
import java.util.Set;

/**
 * What PostgreSQL rolls back so that another transaction can go on is done again. Every statement that locks rows of
 * several tables may meet the removal of a coin, which locks the coin and then all that belongs to it: crawls, imports,
 * advances, trainings and scores come upon the same rows in another order.
 */
public final class Deadlocks {

    private static final int TRIES = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** {@code deadlock_detected} and {@code serialization_failure}: nothing of the transaction has happened. */
    private static final Set<String> ROLLED_BACK_FOR_ANOTHER = Set.of("40P01", "40001");

    private Deadlocks() {}

    /**
     * For {@link Uni#plug}.
     *
     * @param work a transaction or a statement that is one, begun anew by each subscription
     */
    public static <T> Uni<T> retried(Uni<T> work) {
        // Not at once, or this one might have its first lock again before the other one gets to it.
        return work.onFailure(Deadlocks::isRolledBackForAnother)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .atMost(TRIES);
    }

    private static boolean isRolledBackForAnother(Throwable failure) {
        return failure instanceof DatabaseException e && ROLLED_BACK_FOR_ANOTHER.contains(e.getSqlState());
    }
}
