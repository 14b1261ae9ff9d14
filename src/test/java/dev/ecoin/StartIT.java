package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starts of the packaged service and its commands that must fail, and one that only has to wait. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartIT {

    private static final String PASSWORD = "correct-horse";

    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException, SQLException {
        var access = directory.resolve("pg_hba.conf");
        Files.writeString(access, "host all weak all scram-sha-256\nhost all all all trust\n");
        postgres = Postgres.builder()
                .setServerConfig("hba_file", access.toString())
                .start();
        execute("CREATE ROLE weak LOGIN PASSWORD '" + PASSWORD + "'");
        execute("CREATE DATABASE closed");
        execute("CREATE DATABASE latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        execute("CREATE DATABASE francs");
        Migrations.migrate(postgres.getDatabase("postgres", "closed"), "latest");
        var francs = postgres.getDatabase("postgres", "francs");
        Migrations.migrate(francs, "latest");
        Migrations.execute(francs, "INSERT INTO currency (code) VALUES ('chf')");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    record Refused(String what, Map<String, String> settings, List<String> command, List<String> line) {

        static Refused by(String what, Map<String, String> settings, String... line) {
            return new Refused(what, settings, List.of(), List.of(line));
        }

        Refused at(String... command) {
            return new Refused(what, settings, List.of(command), line);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Refused> refused() {
        return Stream.of(
                Refused.by(
                        "wrong password",
                        database("postgres", "weak", "battery-staple"),
                        "password authentication failed for user \"weak\"",
                        "Check QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD"),
                Refused.by(
                                "missing database",
                                database("nowhere", "postgres", ""),
                                "database \"nowhere\" does not exist",
                                "Create it")
                        .at("crawl", "--all"),
                Refused.by(
                        "no right to create tables",
                        database("postgres", "weak", PASSWORD),
                        "GRANT CREATE ON SCHEMA public TO \"weak\""),
                Refused.by(
                        "no right to read tables",
                        database("closed", "weak", PASSWORD),
                        "permission denied for table flyway_schema_history",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES"),
                Refused.by("Latin 1", database("latin1", "postgres", ""), "encoding is LATIN1", "ENCODING 'UTF8'"),
                Refused.by("no encoding", database("ascii", "postgres", ""), "encoding is SQL_ASCII"),
                Refused.by(
                        "an address that is not one",
                        Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", "postgres://me:" + PASSWORD + "@db/ecoin"),
                        "quarkus.datasource.reactive.url is 'postgres://db/ecoin', but must be postgresql://HOST"),
                Refused.by(
                        "unknown plan",
                        with("ECOIN_COINGECKO_PLAN", "premium"),
                        "ecoin.coingecko.plan is 'premium', but must be demo, pro, public."),
                Refused.by(
                        "unknown currency",
                        with("ECOIN_CURRENCY", "doge"),
                        "ecoin.currency is 'doge', but must be one of btc, eth,",
                        " usd,",
                        ", sats."),
                Refused.by(
                        "another currency",
                        database("francs", "postgres", ""),
                        "/francs cannot be used: Its prices are in CHF, but ecoin.currency is 'usd'. Set"
                                + " ECOIN_CURRENCY=chf, or name another database for prices in USD"),
                Refused.by("another currency for a command", database("francs", "postgres", ""), "are in CHF")
                        .at("train", "--all"),
                Refused.by(
                                "wrong cron expression",
                                with("ECOIN_CRAWL_SCHEDULE", "0 45 0 * *"),
                                "ecoin.crawl.schedule is '0 45 0 * *', but must be a cron expression")
                        .at("train", "--all"),
                Refused.by(
                        "a port that is not a number",
                        with("QUARKUS_HTTP_PORT", "abc"),
                        "quarkus.http.port is 'abc', but must be a whole number."),
                Refused.by(
                        "a port that is taken",
                        with("QUARKUS_HTTP_PORT", Integer.toString(postgres.getPort())),
                        "quarkus.http.port is " + postgres.getPort() + ", but",
                        "Address already in use",
                        "such as QUARKUS_HTTP_PORT="),
                Refused.by(
                        "a hash that is not one",
                        with("ECOIN_SECURITY_OPERATOR_PASSWORD_HASH", PASSWORD),
                        "The value of ecoin.security.operator.password-hash cannot be used."));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotWorkEndsWithOneLineThatSaysWhyAndChangesNothing(Refused refused) throws Exception {
        try (var service =
                PackagedService.start(refused.settings(), refused.command().toArray(String[]::new))) {
            var said = service.logUntilEnd();

            assertEquals(1, service.exitStatus());
            assertEquals(1, said.size(), () -> String.join("\n", said));
            refused.line().forEach(part -> assertTrue(said.get(0).contains(part), said.get(0)));
            assertFalse(said.get(0).contains(PASSWORD), said.get(0));
        }
        assertEquals("0", value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    @Test
    void aServerThatIsAwayIsWaitedForWithALineATry() throws Exception {
        var port = Postgres.freePort();
        var settings = new HashMap<>(with("ECOIN_DATABASE_START_PATIENCE", "3s"));
        settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + port + "/postgres");
        try (var service = PackagedService.start(settings)) {
            var said = new ArrayList<>(service.logUntilEnd());

            assertEquals(1, service.exitStatus());
            var last = said.remove(said.size() - 1);
            assertTrue(last.contains("Connection refused") && last.contains("Check host and port"), last);
            assertFalse(said.isEmpty());
            said.forEach(
                    line -> assertTrue(line.contains("Waiting for the database postgresql://localhost:" + port), line));
        }
        settings.put("ECOIN_DATABASE_START_PATIENCE", "3m");
        settings.put("ECOIN_CRAWL_SHEDULE", "off");
        EmbeddedPostgres late = null;
        try (var service = PackagedService.start(settings)) {
            service.logUntil("Waiting for the database");
            late = Postgres.builder().setPort(port).start();
            service.logUntil("Listening on: ");
            service.logUntil("; did you mean 'ecoin.crawl.schedule'?");
        } finally {
            if (late != null) {
                late.close();
            }
        }
    }

    private static Map<String, String> with(String variable, String value) {
        var settings = new HashMap<>(database("postgres", "postgres", ""));
        settings.put(variable, value);
        return settings;
    }

    private static Map<String, String> database(String database, String user, String password) {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:" + postgres.getPort() + "/" + database,
                "QUARKUS_DATASOURCE_USERNAME",
                user,
                "QUARKUS_DATASOURCE_PASSWORD",
                password,
                "ECOIN_SCHEDULE_AT_START",
                "false",
                "QUARKUS_HTTP_PORT",
                "0");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
