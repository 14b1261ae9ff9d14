package dev.ecoin.database;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Prepares the database before anything uses it: waits for a server that is not up yet, rejects a database that the
 * service cannot run on or whose prices are in another currency, and migrates the schema. Quarkus's own startup of
 * Flyway would retry wrong passwords as well.
 */
@ApplicationScoped
class PreparedDatabase {

    /** Before all other observers except the check of the ports; the scheduler's priority is 0. */
    private static final int SECOND = -1;

    private final DatabaseStatusRepository database;
    private final CurrencyRepository currency;
    private final DatabaseConfig config;

    PreparedDatabase(DatabaseStatusRepository database, CurrencyRepository currency, DatabaseConfig config) {
        this.database = database;
        this.currency = currency;
        this.config = config;
    }

    void prepare(@Observes @Priority(SECOND) StartupEvent start) {
        if (!config.prepare()) {
            return;
        }
        var status = database.status(config.startPatience());
        refuse(status, status.problem());
        database.migrate();
        currency.record();
        refuse(status, currency.problem());
    }

    private static void refuse(DatabaseStatus status, Optional<String> problem) {
        problem.ifPresent(text -> {
            throw new UnusableDatabaseException("The database " + status.address() + " cannot be used: " + text, null);
        });
    }
}
