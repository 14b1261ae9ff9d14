package dev.ecoin.database;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Has the database ready before anything works on it: waits for a server that is not there yet, refuses a database that
 * the service cannot run on, and migrates the schema. Quarkus's own start of Flyway would retry wrong passwords as well.
 */
@ApplicationScoped
class PreparedDatabase {

    /** All other observers but the check of the ports come later, the scheduler's among them, which is at 0. */
    private static final int SECOND = -1;

    private final DatabaseStatusRepository database;
    private final DatabaseConfig config;

    PreparedDatabase(DatabaseStatusRepository database, DatabaseConfig config) {
        this.database = database;
        this.config = config;
    }

    void prepare(@Observes @Priority(SECOND) StartupEvent start) {
        if (!config.prepare()) {
            return;
        }
        var status = database.status(config.startPatience());
        status.problem().ifPresent(problem -> {
            throw new UnusableDatabaseException(
                    "The database " + status.address() + " cannot be used: " + problem, null);
        });
        database.migrate();
    }
}
