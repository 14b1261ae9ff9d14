package dev.ecoin.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reasons why the service cannot run on a database. */
class DatabaseStatusTest {

    @Test
    void aDatabaseOnWhichTheServiceRunsOrWhichItMayMigrateIsNoProblem() {
        assertEquals(Optional.empty(), status(17, 6, false, false).problem(), "nothing is left to migrate");
        assertEquals(Optional.empty(), status(14, 4, false, true).problem());
        assertEquals(Optional.empty(), status(18, 0, false, true).problem(), "empty");
        assertEquals(Optional.empty(), status(17, 7, false, true).problem(), "a later version's");
    }

    @Test
    void whatKeepsTheServiceFromRunningIsSaidWithWhatToDo() {
        assertTrue(status(13, 6, false, true).problem().orElseThrow().contains("upgrade it to 14"));
        assertTrue(status(17, 6, true, true).problem().orElseThrow().contains("name the primary"));
        for (var encoding : List.of("LATIN1", "SQL_ASCII")) {
            assertTrue(status(17, 6, encoding, false, true, "")
                    .problem()
                    .orElseThrow()
                    .contains("encoding is " + encoding));
        }
        assertTrue(status(17, 6, "UTF8", false, false, true, true, "")
                .problem()
                .orElseThrow()
                .contains("session mode"));
        assertTrue(status(17, 6, "UTF8", true, false, true, false, "")
                .problem()
                .orElseThrow()
                .contains("GRANT TEMPORARY ON DATABASE \"ecoin\" TO \"ecoin\""));
        assertTrue(status(17, 6, "UTF8", false, true, "coin, model")
                .problem()
                .orElseThrow()
                .contains("may not read and change the tables coin, model; as an administrator: GRANT SELECT"));
        assertTrue(status(17, 4, false, false)
                .problem()
                .orElseThrow()
                .contains("GRANT CREATE ON SCHEMA public TO \"ecoin\""));
    }

    private static DatabaseStatus status(int server, int schema, boolean readOnly, boolean mayMigrate) {
        return status(server, schema, "UTF8", readOnly, mayMigrate, "");
    }

    private static DatabaseStatus status(
            int server, int schema, String encoding, boolean readOnly, boolean mayMigrate, String closedTables) {
        return status(server, schema, encoding, true, readOnly, mayMigrate, true, closedTables);
    }

    private static DatabaseStatus status(
            int server,
            int schema,
            String encoding,
            boolean keepsSession,
            boolean readOnly,
            boolean mayMigrate,
            boolean mayStage,
            String closedTables) {
        return new DatabaseStatus(
                "postgresql://localhost/ecoin",
                "ecoin",
                server + ".1",
                server,
                false,
                Optional.of(schema).filter(version -> version > 0),
                6,
                encoding,
                keepsSession,
                readOnly,
                mayMigrate,
                mayStage,
                closedTables);
    }
}
