package dev.ecoin.cli;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.cli.Shell.UsageException;
import java.util.Map;
import java.util.concurrent.Callable;

/** A command that uses the database; it runs in a service without endpoints and schedule. */
interface DatabaseCommand extends Callable<Integer> {

    /** Where the command runs; one that only reads stored data does not create an embedded database. */
    default Place place() {
        return Place.DATABASE;
    }

    /** Configuration in addition to {@link ShellApplication#SETTINGS}. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * Checks the command line as far as possible without a database, so that an invalid one does not start PostgreSQL.
     *
     * @throws UsageException if it is invalid, like a {@link dev.ecoin.http.ProblemException} with status 400, 404 or
     *     422
     */
    default void check() {}

    /**
     * Runs the command, after {@link #check}.
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
