package dev.ecoin.runs;

import dev.ecoin.database.JobDatabase;
import java.util.Optional;

/** A kind of run: what is done, and by which threads. A further one is one class, which the container finds. */
public interface RunKind {

    /** As the column {@code kind} has it. */
    String name();

    Workers workers();

    /** Where its runs can be watched, such as {@code /trainings/}, or what is logged in its place. */
    default String address() {
        return name() + " ";
    }

    /** The timer of its runs, by coin and outcome; empty if nobody asks. */
    default Optional<String> timer() {
        return Optional.empty();
    }

    /**
     * Does the work of a run.
     *
     * @return stores what it brought and tells how it ended, in the transaction that ends the run; may be done twice
     * @throws LostRun if another process has taken the run over
     * @throws dev.ecoin.database.DatabaseAway the run is done again once the database is back
     * @throws RuntimeException the run has failed, with the exception's message
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
