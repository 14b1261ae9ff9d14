package dev.ecoin.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Databases as earlier releases left them. */
public final class Migrations {

    private static final Path DIRECTORY = Path.of("src/main/sql/migrations");
    private static final Path FIXTURES = Path.of("src/test/resources/dev/ecoin/database");
    private static final Pattern NAME = Pattern.compile("V([0-9]+)__\\w+\\.sql");

    private Migrations() {}

    /** The files of all versions, ascending. */
    public static List<Path> files() {
        try (var files = Files.list(DIRECTORY)) {
            return files.sorted((a, b) -> Integer.compare(version(a), version(b)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Integer> versions() {
        return files().stream().map(Migrations::version).toList();
    }

    /** Migrates an empty database to a version, adding the rows that each version's service would write on the way. */
    public static void liveThrough(DataSource database, int last) throws SQLException, IOException {
        for (var version : versions()) {
            if (version <= last) {
                migrate(database, Integer.toString(version));
                execute(database, Files.readString(fixture(version), StandardCharsets.UTF_8));
            }
        }
    }

    /** @param target a version or {@code latest} */
    public static void migrate(DataSource database, String target) {
        Flyway.configure()
                .dataSource(database)
                .locations("filesystem:" + DIRECTORY)
                .target(target)
                .load()
                .migrate();
    }

    private static Path fixture(int version) {
        var file = FIXTURES.resolve("V" + version + ".sql");
        if (!Files.exists(file)) {
            throw new IllegalStateException("Schema version " + version + " is without " + file
                    + ": add rows as its service writes them, to whatever the version added or changed.");
        }
        return file;
    }

    public static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of a query's result. */
    public static List<String> column(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static int version(Path file) {
        var name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalStateException(file + " is not named as Flyway wants it: V4__what_it_does.sql");
        }
        return Integer.parseInt(name.group(1));
    }
}
