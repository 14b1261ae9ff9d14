package dev.ecoin.runs;

import dev.ecoin.database.JobDatabase;
import java.util.Optional;

/** A kind of run: its work and its threads. A further kind is one class, which the container finds. */
public interface RunKind {

    /** As the column {@code kind} has it. */
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
     * Does the work of a run.
     *
     * @return stores the result and returns the ending, in the transaction that ends the run; may be executed twice
     * @throws LostRun if another process has taken over the run
     * @throws dev.ecoin.database.DatabaseAway the run is repeated once the database is back
     * @throws RuntimeException the run has failed with the exception's message
     */
    JobDatabase.Work<Ending> perform(RunAttempt run);

    /** The threads that work on a kind. */
    enum Workers {
        /** Few, of low priority, so that queries come first. */
        PROCESSORS,
        /** Wait for others most of the time. */
        CALLS
    }
}
