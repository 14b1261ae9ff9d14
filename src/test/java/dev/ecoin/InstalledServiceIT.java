package dev.ecoin;

import static dev.ecoin.testing.OperatorResource.PASSWORD;
import static dev.ecoin.testing.OperatorResource.PASSWORD_HASH;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as {@code docs/ecoin-forecaster.service} starts it, beside {@code docs/application.properties}. */
class InstalledServiceIT {

    private static final Path UNIT = Path.of("docs/ecoin-forecaster.service");
    private static final Path SAMPLE = Path.of("docs/application.properties");
    private static final Path BUILT = Path.of("target/quarkus-app");
    private static final String HASH_FILE = "/etc/ecoin-forecaster/password-hash";

    @TempDir
    Path directory;

    @Test
    void theUnitStartsTheServiceWithTheSampleConfiguration() throws Exception {
        install();
        try (var postgres = Postgres.builder().start();
                var service = PackagedService.start(directory, environment(postgres.getPort()), command())) {
            service.logUntil("Ready, but no coin has a model yet.");

            given().auth()
                    .preemptive()
                    .basic("operator", PASSWORD)
                    .contentType("application/json")
                    .put(service.address() + "/coins/dogecoin")
                    .then()
                    .statusCode(201);
            service.signal("TERM");
            service.logUntilEnd();
            assertEquals(value("SuccessExitStatus"), "" + service.exitStatus());
        }
    }

    /** All keys of the sample, also those that it holds as comments. */
    private void install() throws IOException {
        try (var entries = Files.list(BUILT)) {
            for (var entry : entries.toList()) {
                Files.createSymbolicLink(directory.resolve(entry.getFileName()), entry.toAbsolutePath());
            }
        }
        var hash = directory.resolve("password-hash");
        Files.writeString(hash, PASSWORD_HASH);
        var sample = Files.readString(SAMPLE).replaceAll("(?m)^# (?=[a-z.-]+=)", "");
        assertTrue(sample.contains(HASH_FILE), sample);
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(
                directory.resolve("config/application.properties"), sample.replace(HASH_FILE, hash.toString()));
    }

    /** What the file of the environment holds, and what differs on a machine of tests. */
    private static Map<String, String> environment(int port) {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:" + port + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME",
                "postgres",
                "QUARKUS_DATASOURCE_PASSWORD",
                "",
                "QUARKUS_HTTP_PORT",
                "0",
                "ECOIN_COINGECKO_URL",
                "http://localhost:1/api/v3");
    }

    private List<String> command() throws IOException {
        var command = value("ExecStart").replace(value("WorkingDirectory"), directory.toString());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(command.split(" "))
                .map(word -> word.equals("/usr/bin/java") ? java : word)
                .toList();
    }

    private static String value(String key) throws IOException {
        try (var lines = Files.lines(UNIT)) {
            return lines.filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1))
                    .collect(joining());
        }
    }
}
