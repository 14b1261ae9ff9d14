package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code docs/data-dictionary.md} is generated from the comments in the database, and states how to regenerate it. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class DataDictionaryTest {

    private static final Path DOCUMENT = Path.of("docs", "data-dictionary.md");

    /** {@code write} regenerates the document instead of comparing it with the database. */
    private static final String MODE = "data-dictionary";

    private static final String HEAD = """
            # Data dictionary

            Made from the comments in the database; do not edit. After a change of the schema:
            `./mvnw test -Dtest=DataDictionaryTest -Ddata-dictionary=write`. In `psql`, `\\d+ daily_price` shows the same.

            A day is a UTC date, a price the snapshot at 00:00:00 UTC of its day, money is in the currency that the
            table `currency` names.
            """;

    /** Our tables, without Flyway's own. */
    private static final String TABLES = """
            SELECT oid::bigint AS oid, relname AS name, obj_description(oid, 'pg_class') AS comment
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')
              AND relname <> 'flyway_schema_history'
            ORDER BY relname
            """;

    private static final String COLUMNS = """
            SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required,
                   col_description(attrelid, attnum) AS comment,
                   (SELECT string_agg(CASE c.contype WHEN 'p' THEN 'key' ELSE '→ `' || c.confrelid::regclass || '`' END,
                                      ', ' ORDER BY c.contype DESC, c.confrelid::regclass::text)
                    FROM (SELECT DISTINCT contype, confrelid, conkey, conrelid FROM pg_constraint) AS c
                    WHERE c.conrelid = attrelid AND attnum = ANY (c.conkey) AND c.contype IN ('p', 'f')) AS keys
            FROM pg_attribute
            WHERE attrelid = $1::bigint AND attnum > 0 AND NOT attisdropped
            ORDER BY attnum
            """;

    private static final String ENUMS = """
            SELECT typname AS name, obj_description(t.oid, 'pg_type') AS comment,
                   (SELECT string_agg('`' || enumlabel || '`', ', ' ORDER BY enumsortorder)
                    FROM pg_enum WHERE enumtypid = t.oid) AS labels
            FROM pg_type AS t
            WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
            ORDER BY typname
            """;

    @Inject
    Service service;

    @Test
    void everyTableColumnAndTypeHasAComment() {
        assertEquals(
                List.of(),
                service.query("""
                                SELECT relname || coalesce('.' || attname, '') AS name
                                FROM (%s) AS t (oid, relname, comment)
                                LEFT JOIN LATERAL (
                                    SELECT attname, attnum FROM pg_attribute
                                    WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped
                                    UNION ALL SELECT NULL, 0
                                ) AS a ON true
                                WHERE coalesce(trim(CASE attnum WHEN 0 THEN comment ELSE col_description(oid, attnum) END), '') = ''
                                UNION ALL
                                SELECT name FROM (%s) AS e WHERE comment IS NULL
                                ORDER BY name
                                """.formatted(TABLES, ENUMS)).stream()
                        .map(row -> row.getString("name"))
                        .toList(),
                "These have no COMMENT ON in a migration");
    }

    @Test
    void theDocumentSaysWhatTheDatabaseSays() throws IOException {
        var made = document();
        if ("write".equals(System.getProperty(MODE))) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, made);
        }
        assertEquals(
                made,
                Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "",
                DOCUMENT + " is stale: run ./mvnw test -Dtest=DataDictionaryTest -D" + MODE + "=write");
    }

    private String document() {
        var text = new StringBuilder(HEAD);
        for (var table : service.query(TABLES)) {
            text.append("\n## ").append(table.getString("name")).append("\n\n");
            text.append(sentence(table.getString("comment"))).append("\n\n");
            text.append("| column | type | null | key | meaning |\n|---|---|---|---|---|\n");
            var columns = service.query(COLUMNS, table.getLong("oid"));
            assertFalse(columns.isEmpty(), () -> table.getString("name") + " without columns");
            columns.forEach(column -> text.append(line(column)));
        }
        text.append("\n## Types\n\n| type | values, ascending | meaning |\n|---|---|---|\n");
        for (var type : service.query(ENUMS)) {
            text.append("| `%s` | %s | %s |\n"
                    .formatted(type.getString("name"), type.getString("labels"), cell(type.getString("comment"))));
        }
        return text.toString();
    }

    private static String line(Row column) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        column.getString("name"),
                        column.getString("type"),
                        column.getBoolean("required") ? "" : "yes",
                        Optional.ofNullable(column.getString("keys")).orElse(""),
                        cell(column.getString("comment")));
    }

    private static String cell(String comment) {
        return comment == null ? "" : comment.replace("|", "\\|").replace('\n', ' ');
    }

    private static String sentence(String comment) {
        return comment == null ? "" : comment.substring(0, 1).toUpperCase() + comment.substring(1) + ".";
    }
}
