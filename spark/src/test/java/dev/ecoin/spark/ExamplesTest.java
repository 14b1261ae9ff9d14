package dev.ecoin.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;
import scala.tools.nsc.interpreter.Results;
import scala.tools.nsc.interpreter.shell.ReplReporterImpl;

/** The examples of docs/spark.md. */
class ExamplesTest {

    private static final Path PAGE = Path.of("../docs/spark.md");

    @TempDir
    private static Path folder;

    private static SparkSession session;

    @BeforeAll
    static void start() {
        session = LocalSession.start();
        session.range(120)
                .selectExpr(
                        "concat('s', id % 2) AS id",
                        "date_add(DATE '2026-01-01', CAST(id DIV 2 AS INT)) AS day", "100 + sin(id) AS value")
                .write()
                .parquet(path("values"));
    }

    @AfterAll
    static void stop() throws IOException {
        session.close();
    }

    @Test
    void javaAndDuckDb() throws Exception {
        Dataset<Row> values = session.read().parquet(path("values"));
        Forecasts.fit(values, "{\"log\": true, \"horizon\": 30}").write().parquet(path("answers"));

        var here = Files.readString(Path.of("src/test/java/dev/ecoin/spark/ExamplesTest.java"));
        for (var line : example("Java:").split("\n")) {
            var statement =
                    line.strip().replace("\"values\"", "path(\"values\")").replace("\"answers\"", "path(\"answers\")");
            assertTrue(here.contains(statement), line);
        }
        var sql = example("DuckDB reads").replace("answers/", path("answers") + "/");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var count = 0;
            while (rows.next()) {
                assertTrue(rows.getDouble("lower_95") < rows.getDouble("forecast"));
                count++;
            }
            assertEquals(2 * 30, count);
        }
    }

    /** {@code spark-shell} is this interpreter with a session. */
    @Test
    void scalaShell() {
        var settings = new Settings();
        settings.classpath()
                .value_$eq(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        var shell = new IMain(settings, new ReplReporterImpl(settings));
        assertEquals(Results.Success$.MODULE$, shell.interpret("val spark = org.apache.spark.sql.SparkSession.active"));

        for (var line : located(example("`spark-shell --jars"))
                .replace(path("answers"), path("by-scala"))
                .split("\n")) {
            assertEquals(Results.Success$.MODULE$, shell.interpret(line.strip()), line);
        }

        assertEquals(
                2,
                session.read().parquet(path("by-scala")).where("error IS NULL").count());
    }

    /** The first code block after the line with this prefix. */
    private static String example(String after) {
        try {
            return Files.readString(PAGE)
                    .lines()
                    .dropWhile(line -> !line.startsWith(after))
                    .dropWhile(line -> !line.startsWith("    "))
                    .takeWhile(line -> line.startsWith("    "))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String located(String example) {
        return example.replace("\"values\"", quoted("values")).replace("\"answers\"", quoted("answers"));
    }

    private static String quoted(String name) {
        return '"' + path(name) + '"';
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
