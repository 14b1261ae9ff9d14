package dev.ecoin.runs;

import dev.ecoin.database.JobDatabase;
import java.util.Optional;

/** A kind of run: its work and its threads. To add a kind, write one bean of this type. */
public interface RunKind {

    /** The value of the column {@code kind}. */
    String name();

    Workers workers();

    /** Address prefix of its runs, such as {@code /trainings/}, or the text that is logged instead. */
    default String address() {
        return name() + " ";
    }

    /** Name of the timer of its runs, by coin and outcome; empty for no timer. */
    default Optional<String> timer() {
        return Optional.empty();
    }

    /**
     * Performs the work of a run.
     *
     * @return stores the result and returns the ending, in the transaction that ends the run; may be executed twice
     * @throws LostRun if another process has taken over the run
     * @throws dev.ecoin.database.DatabaseAway if the database is unavailable; the run is repeated once it recovers
     * @throws RuntimeException if the run fails; the exception's message is its error
     */
    JobDatabase.Work<Ending> perform(RunAttempt run);

    /** The threads that execute a kind. */
    enum Workers {
        /** A few threads with low priority, so that queries come first. */
        PROCESSORS,
        /** Threads that mostly wait for other services. */
        CALLS,
        /** Threads that wait for hosts of users, any of which may be dead: many, so that none delays another. */
        DELIVERIES
    }
}
