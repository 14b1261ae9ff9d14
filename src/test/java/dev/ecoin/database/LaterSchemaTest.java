package dev.ecoin.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica that starts after the next release has migrated the schema. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class LaterSchemaTest {

    @Inject
    Flyway flyway;

    @Inject
    Service service;

    @AfterEach
    void forget() {
        service.query("DELETE FROM flyway_schema_history WHERE script = 'test'");
    }

    @Test
    void aLaterReleasesMigrationIsNoReasonNotToStart() {
        note("1000");

        assertEquals(0, flyway.migrate().migrationsExecuted);
    }

    @Test
    void aMigrationThatShouldBeKnownIs() {
        note("1.5");

        assertThrows(FlywayValidateException.class, flyway::migrate);
    }

    private void note(String version) {
        service.query(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " SELECT max(installed_rank) + 1, $1, 'test', 'SQL', 'test', 1, 'test', 1, true"
                        + " FROM flyway_schema_history",
                version);
    }
}
