package dev.ecoin.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What keeps the service from running on a database. */
class DatabaseStatusTest {

    @Test
    void aDatabaseOnWhichTheServiceRunsOrWhichItMayMigrateIsNoProblem() {
        assertEquals(Optional.empty(), status(17, 6, false, false).problem(), "nothing is left to migrate");
        assertEquals(Optional.empty(), status(14, 4, false, true).problem());
        assertEquals(Optional.empty(), status(18, 0, false, true).problem(), "empty");
    }

    @Test
    void whatKeepsTheServiceFromRunningIsSaidWithWhatToDo() {
        assertTrue(status(13, 6, false, true).problem().orElseThrow().contains("upgrade it to 14"));
        assertTrue(status(17, 6, true, true).problem().orElseThrow().contains("name the primary"));
        assertTrue(status(17, 7, false, true).problem().orElseThrow().contains("version 7 is newer"));
        assertTrue(status(17, 4, false, false)
                .problem()
                .orElseThrow()
                .contains("GRANT CREATE ON SCHEMA public TO \"ecoin\""));
    }

    private static DatabaseStatus status(int server, int schema, boolean readOnly, boolean mayMigrate) {
        return new DatabaseStatus(
                "postgresql://localhost/ecoin",
                "ecoin",
                server + ".1",
                server,
                false,
                Duration.ofMillis(1),
                Optional.of(schema).filter(version -> version > 0),
                6,
                new TreeMap<>(),
                readOnly,
                mayMigrate);
    }
}
