package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.Authority;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command {@code connection} on unusable databases. */
class ConnectionIT {

    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;

    private List<String> said;

    @BeforeAll
    static void start() throws IOException {
        var access = directory.resolve("pg_hba.conf");
        Files.writeString(access, "hostssl encrypted all all trust\nhost postgres,elsewhere all all trust\n");
        postgres = Postgres.builder()
                .setServerConfig("hba_file", access.toString())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void anEmptyDatabaseWillDoAndStaysEmpty() throws Exception {
        assertEquals(0, connect("localhost:" + postgres.getPort() + "/postgres", "postgres"), () -> said.toString());

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

    @Test
    void whyTlsFailsIsNamed() throws Exception {
        var database = "localhost:" + postgres.getPort() + "/postgres";
        assertEquals(1, connect(database + "?sslmode=require", "postgres"));
        assertOnlyLine("The server offers no TLS", "leave sslmode out");

        var authority = Authority.in(directory);
        var verified = database + "?sslmode=verify-full&sslrootcert=" + authority.file();
        var trust = Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM", "true",
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS",
                        authority.file().toString(),
                "QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS");
        serve(authority, "localhost", 0);
        assertEquals(1, connect(database + "?sslmode=require", "postgres"));
        assertOnlyLine("The server's TLS certificate is not trusted", "REACTIVE_TRUST_CERTIFICATE_PEM_CERTS");
        assertEquals(0, connect(verified, "postgres", trust), () -> said.toString());
        assertTrue(said.get(0).contains("with TLS"), said::toString);
        assertEquals(1, connect("localhost:" + postgres.getPort() + "/encrypted", "postgres"));
        assertOnlyLine("no encryption", "The server may demand TLS");

        serve(authority, "db.example", 0);
        assertEquals(1, connect(verified, "postgres", trust));
        assertOnlyLine("The server's TLS certificate is for another host", "Use a host name of the certificate");

        serve(authority, "localhost", 400);
        assertEquals(1, connect(verified, "postgres", trust));
        assertOnlyLine("The server's TLS certificate is out of date", "Renew it");
    }

    private static void serve(Authority authority, String host, int age) throws Exception {
        var certificate = authority.certificate(host, age).toString();
        for (var sql : List.of(
                "ALTER SYSTEM SET ssl_cert_file = '" + certificate + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + authority.key() + "'",
                "ALTER SYSTEM SET ssl = on",
                "SELECT pg_reload_conf()")) {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        await().atMost(Duration.ofMinutes(5)).until(() -> {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement();
                    var result = statement.executeQuery("SHOW ssl_cert_file")) {
                return result.next() && result.getString(1).equals(certificate);
            }
        });
    }

    private void assertOnlyLine(String wrong, String todo) {
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains(wrong) && said.get(0).contains(todo), said::toString);
    }

    private int connect(String where, String user) throws Exception {
        return connect(where, user, Map.of());
    }

    private int connect(String where, String user, Map<String, String> tls) throws Exception {
        var settings = new HashMap<>(tls);
        settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://" + where);
        settings.put("QUARKUS_DATASOURCE_USERNAME", user);
        settings.put("QUARKUS_DATASOURCE_PASSWORD", "");
        try (var command = PackagedService.start(settings, "connection")) {
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
