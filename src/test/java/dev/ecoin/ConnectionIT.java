package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged command {@code connection}, on databases that are not as they should be. */
class ConnectionIT {

    private static EmbeddedPostgres postgres;

    private List<String> said;

    @BeforeAll
    static void start() throws IOException {
        postgres = Postgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void anEmptyDatabaseWillDoAndStaysEmpty() throws Exception {
        assertEquals(0, connect("localhost:" + postgres.getPort() + "/postgres", "postgres"));

        assertEquals(2, said.size(), said::toString);
        assertTrue(
                said.get(0).startsWith("PostgreSQL 17.")
                        && said.get(0).contains("as postgres, without TLS; ")
                        && said.get(0).endsWith(" ms a round trip"),
                said::toString);
        assertEquals("No schema yet; the service creates it at its start", said.get(1));
        assertEquals(0, tables());
    }

    @Test
    void oneLineSaysWhatIsWrongAndWhatToDo() throws Exception {
        var server = "localhost:" + postgres.getPort();

        assertEquals(1, connect("localhost:1/postgres", "postgres"));
        assertOnlyLine("Connection refused", "Check host and port");
        assertEquals(1, connect(server + "/elsewhere", "postgres"));
        assertOnlyLine("database \"elsewhere\" does not exist", "Create it, or name another one");
        assertEquals(1, connect(server + "/postgres", "nobody"));
        assertOnlyLine("role \"nobody\" does not exist", "Check QUARKUS_DATASOURCE_USERNAME");
    }

    private void assertOnlyLine(String wrong, String todo) {
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains(wrong) && said.get(0).contains(todo), said::toString);
    }

    private int connect(String where, String user) throws Exception {
        try (var command = PackagedService.start(
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "postgresql://" + where,
                        "QUARKUS_DATASOURCE_USERNAME",
                        user,
                        "QUARKUS_DATASOURCE_PASSWORD",
                        ""),
                "connection")) {
            said = command.logUntilEnd();
            return command.exitStatus();
        }
    }

    private static int tables() throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var result = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")) {
            result.next();
            return result.getInt(1);
        }
    }
}
