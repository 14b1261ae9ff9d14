package dev.ecoin.cli;

import dev.ecoin.cli.Shell.UsageException;
import java.util.Map;
import java.util.concurrent.Callable;

/** A command that works on the database, and so runs in a service without endpoints and schedule. */
interface DatabaseCommand extends Callable<Integer> {

    /** Whether it only reads. Then it does not create an embedded database. */
    default boolean isReading() {
        return false;
    }

    /** What to configure besides {@link ShellApplication#SETTINGS}. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * Checks the command line as far as that takes no database, so that a wrong one does not start PostgreSQL.
     *
     * @throws UsageException if it is wrong
     */
    default void check() {}

    /**
     * Does the work, after {@link #check}.
     *
     * @return exit status
     */
    int perform() throws Exception;

    @Override
    default Integer call() throws Exception {
        check();
        return perform();
    }
}
