package dev.ecoin.database;

import static dev.ecoin.testing.Migrations.column;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Migrates the schema from every version to the latest, with rows written by each version's service. */
class SchemaMigrationTest {

    private static final Path RELEASED = Path.of("src/test/resources/dev/ecoin/database/released-migrations.sha256");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static EmbeddedPostgres postgres;
    private static DataSource fresh;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.builder().start();
        fresh = emptyDatabase("fresh");
        Migrations.migrate(fresh, "latest");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    static List<Integer> versions() {
        return Migrations.versions();
    }

    @Test
    void theVersionsAreWithoutGaps() {
        assertEquals(
                IntStream.rangeClosed(1, versions().size()).boxed().toList(),
                versions(),
                "Flyway's versions, ascending");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatAVersionsServiceHasWrittenIsThereAfterTheMigrationToTheNewest(int version) throws Exception {
        var database = emptyDatabase("from_" + version);
        Migrations.liveThrough(database, version);
        var before = rows(database);
        assertTrue(
                before.entrySet().stream()
                        .filter(table -> !table.getKey().equals("flyway_schema_history"))
                        .noneMatch(table -> table.getValue().isEmpty()),
                () -> "the fixtures fill every table: " + sizes(before));

        Migrations.migrate(database, "latest");

        var after = rows(database);
        var trainings = before.getOrDefault("training_run", List.of()).stream()
                .mapToLong(run -> run.get("id").longValue())
                .max()
                .orElse(0);
        for (var table : before.keySet()) {
            var found = new ArrayList<>(after.getOrDefault(table, List.of()));
            for (var row : before.get(table)) {
                renumber(table, (ObjectNode) row, version < 10 ? trainings : 0);
                assertTrue(
                        found.removeIf(candidate -> holds(candidate, row)),
                        () -> table + " has lost or changed " + row + ", and has " + found);
            }
        }
        assertEquals(columns(fresh), columns(database), "the schema is the same wherever it comes from");
    }

    @Test
    void anEarlierDatabaseIsInDollarsAndANewOneNotYetInAnyCurrency() throws Exception {
        var earlier = emptyDatabase("earlier");
        Migrations.liveThrough(earlier, 11);
        Migrations.migrate(earlier, "latest");

        assertEquals(List.of("usd"), column(earlier, "SELECT code FROM currency"));
        assertEquals(List.of(), column(fresh, "SELECT code FROM currency"));
    }

    @Test
    void aReleasedMigrationIsNeverChanged() throws Exception {
        var files = Migrations.files().stream()
                .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file));
        var released = Files.readAllLines(RELEASED);

        assertFalse(released.isEmpty());
        for (var line : released) {
            var name = line.substring(line.lastIndexOf(' ') + 1);
            assertTrue(files.containsKey(name), name + " was released, and every database has it in its history");
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(files.get(name)));
            assertEquals(
                    line.substring(0, line.indexOf(' ')),
                    HexFormat.of().formatHex(digest),
                    name
                            + " was released: Flyway refuses a database that ran another one. Add the next version instead.");
        }
    }

    /** Version 10 moves crawls into the table of trainings, and numbers them after these. */
    private static void renumber(String table, ObjectNode row, long trainings) throws JsonProcessingException {
        var number = Map.of("crawl_run", "id", "crawl_run_coin", "run").get(table);
        if (number != null) {
            row.set(number, JSON.readTree(Long.toString(row.get(number).longValue() + trainings)));
        }
    }

    /** Whether the candidate has every column of the earlier row with the same value. */
    private static boolean holds(JsonNode candidate, JsonNode row) {
        return row.properties().stream().allMatch(column -> column.getValue().equals(candidate.get(column.getKey())));
    }

    private static Map<String, List<JsonNode>> rows(DataSource database) throws SQLException, JsonProcessingException {
        var rows = new TreeMap<String, List<JsonNode>>();
        for (var table : column(
                database,
                "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = 'public' AND table_type IN ('BASE TABLE', 'VIEW')")) {
            var found = new ArrayList<JsonNode>();
            for (var json : column(database, "SELECT to_jsonb(t)::text FROM " + table + " AS t")) {
                found.add(JSON.readTree(json));
            }
            rows.put(table, found);
        }
        return rows;
    }

    private static Map<String, Integer> sizes(Map<String, List<JsonNode>> rows) {
        return rows.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, table -> table.getValue()
                .size()));
    }

    private static List<String> columns(DataSource database) throws SQLException {
        return column(
                database,
                "SELECT concat_ws(' ', table_name, column_name, data_type, udt_name, is_nullable, column_default)"
                        + " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1");
    }

    private static DataSource emptyDatabase(String name) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return postgres.getDatabase("postgres", name);
    }
}
