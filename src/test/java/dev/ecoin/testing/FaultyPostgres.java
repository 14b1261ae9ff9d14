package dev.ecoin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL whose administrator can cause faults. The service signs in by password and only owns its database.
 * Injected into test fields of this type.
 */
public final class FaultyPostgres implements QuarkusTestResourceLifecycleManager {

    private static final String PASSWORD = "open sesame";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private EmbeddedPostgres postgres;

    /** The faults, as SQL of the administrator. */
    public enum Fault {
        WRONG_PASSWORD("ALTER ROLE service PASSWORD 'another'", "ALTER ROLE service PASSWORD '" + PASSWORD + "'"),
        NOT_ADMITTED("ALTER ROLE service NOLOGIN", "ALTER ROLE service LOGIN"),
        TOO_MANY_CONNECTIONS("ALTER ROLE service CONNECTION LIMIT 0", "ALTER ROLE service CONNECTION LIMIT -1"),
        NO_RIGHTS(
                "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM service",
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO service"),
        READ_ONLY(
                "ALTER ROLE service SET default_transaction_read_only = on",
                "ALTER ROLE service RESET default_transaction_read_only");

        private final String begin;
        private final String end;

        Fault(String begin, String end) {
            this.begin = begin;
            this.end = end;
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            postgres = Postgres.builder().start();
            try (var connection = administrator()) {
                execute(connection, "CREATE ROLE service LOGIN PASSWORD '" + PASSWORD + "'");
                execute(connection, "ALTER DATABASE postgres OWNER TO service");
                askForThePassword(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "quarkus.datasource.reactive.url",
                "postgresql://localhost:" + postgres.getPort() + "/postgres",
                "quarkus.datasource.username",
                "service",
                "quarkus.datasource.password",
                PASSWORD);
    }

    private void askForThePassword(Connection connection) throws SQLException, IOException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SHOW hba_file")) {
            result.next();
            var file = Path.of(result.getString(1));
            Files.writeString(file, "host all service all scram-sha-256\n" + Files.readString(file));
        }
        execute(connection, "SELECT pg_reload_conf()");
        Awaitility.await().atMost(PATIENCE).until(this::isPasswordAskedFor);
    }

    private boolean isPasswordAskedFor() {
        try (var connection = postgres.getDatabase("service", "postgres").getConnection()) {
            return connection == null;
        } catch (SQLException e) {
            return true;
        }
    }

    /** A connection of the administrator. */
    public Connection administrator() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /** Starts a fault: ends existing connections, so that new ones meet the fault. */
    public void begin(Fault fault) throws SQLException {
        try (var connection = administrator()) {
            execute(connection, fault.begin);
            breakConnections(connection);
        }
    }

    /** Ends a fault. */
    public void end(Fault fault) throws SQLException {
        try (var connection = administrator()) {
            execute(connection, fault.end);
            breakConnections(connection);
        }
    }

    private static void breakConnections(Connection connection) throws SQLException {
        execute(
                connection,
                "SELECT pg_terminate_backend(pid, " + PATIENCE.toMillis()
                        + ") FROM pg_stat_activity WHERE usename = 'service'");
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(FaultyPostgres.class));
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
