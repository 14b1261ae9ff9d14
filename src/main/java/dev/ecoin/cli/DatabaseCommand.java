package dev.ecoin.cli;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.cli.Shell.UsageException;
import java.util.Map;
import java.util.concurrent.Callable;

/** A command that works on the database, and so runs in a service without endpoints and schedule. */
interface DatabaseCommand extends Callable<Integer> {

    /** Where it runs; one that needs what is stored creates no embedded database. */
    default Place place() {
        return Place.DATABASE;
    }

    /** What to configure besides {@link ShellApplication#SETTINGS}. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * Checks the command line as far as that takes no database, so that a wrong one does not start PostgreSQL.
     *
     * @throws UsageException if it is wrong, as does a {@link dev.ecoin.http.ProblemException} of status 400, 404 or 422
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
