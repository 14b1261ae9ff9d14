package dev.ecoin.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fits twenty thousand series on a cluster, undisturbed and while parts of it are killed and stopped. The order is
 * almost free to fit, because the test only checks that each series is answered once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static final int SERIES = 20_000;
    private static final int LENGTH = 365;
    private static final int PARTITIONS = 50;
    private static final String OPTIONS = "{\"order\": [0, 1, 0], \"horizon\": 3}";

    @TempDir
    private static Path folder;

    private static LocalCluster cluster;
    private static SparkSession session;

    @BeforeAll
    static void start() throws IOException {
        session = LocalSession.start();
        session.range(0, (long) SERIES * LENGTH, 1, 8)
                .selectExpr(
                        "concat('s', id % " + SERIES + ") AS id",
                        "date_add(DATE '2025-01-01', CAST(id DIV " + SERIES + " AS INT)) AS day",
                        "100 + (abs(hash(id)) % 100000) / 1000.0D AS value")
                .write()
                .parquet(path("values"));
        cluster = new LocalCluster(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        session.close();
    }

    @AfterEach
    void end() throws InterruptedException {
        cluster.endJobs();
    }

    @Test
    @Order(1)
    void everySeriesIsAnsweredOnceAndAsFitAnswersIt() throws Exception {
        var job = submit("undisturbed", List.of());

        assertEquals(0, job.await(), job::said);
        assertTrue(job.said().contains("20000 series: 20000 answered, 0 with an error"), job::said);
        var answers = answers("undisturbed");
        assertEveryOneOnce(answers);
        var lines = session.read()
                .parquet(path("values"))
                .groupBy("id")
                .agg(org.apache.spark.sql.functions.expr(
                        "transform(array_sort(collect_list(struct(day, value))), row -> row.value) AS values"))
                .selectExpr(
                        "to_json(named_struct('id', id, 'values', values, 'order', array(0, 1, 0), 'horizon', 3)) AS"
                                + " line")
                .as(org.apache.spark.sql.Encoders.STRING())
                .toLocalIterator();
        var expected = new HashSet<String>();
        lines.forEachRemaining(line -> expected.add(FitLine.answer(line)));
        var actual = answers.collectAsList().stream().map(FitLine::of).collect(Collectors.toSet());
        assertEquals(SERIES, expected.size());
        assertTrue(actual.equals(expected), "some answers are not those of fit");
    }

    @Test
    @Order(2)
    void everySeriesIsAnsweredOnceThoughAnExecutorAndAWorkerAreKilled() throws Exception {
        var job = submit("killed", List.of());

        awaitWritten("killed", PARTITIONS / 5);
        var executor = cluster.executor(0).orElseThrow();
        assertTrue(executor.destroyForcibly());
        awaitWritten("killed", PARTITIONS / 2);
        cluster.worker(1).destroyForcibly().waitFor();

        assertEquals(0, job.await(), job::said);
        assertTrue(job.said().contains("Lost task"), job::said);
        assertSameAsUndisturbed("killed");
        cluster.startWorker();
    }

    /** The other executor restarts the tasks of a suspended one; later both have an answer. */
    @Test
    @Order(3)
    void everySeriesIsAnsweredOnceThoughTasksAreRunTwice() throws Exception {
        var job = submit(
                "speculated",
                List.of(
                        "spark.speculation=true",
                        "spark.speculation.quantile=0.1",
                        "spark.speculation.multiplier=1.5",
                        "spark.speculation.interval=100ms"));

        awaitWritten("speculated", PARTITIONS / 4);
        var executor = cluster.executor(cluster.workers() - 1).orElseThrow();
        signal("STOP", executor);
        try {
            LocalCluster.await("speculation", () -> job.said().contains("as speculatable"));
            awaitWritten("speculated", PARTITIONS * 9 / 10);
        } finally {
            signal("CONT", executor);
        }

        assertEquals(0, job.await(), job::said);
        assertSameAsUndisturbed("speculated");
    }

    @Test
    @Order(4)
    void whatCannotBeFittedIsARowAndAHugeSeriesFailsNothing() throws Exception {
        session.sql("""
            SELECT 'huge' AS id, id AS index, 1.0D AS value FROM range(1000000)
            UNION ALL SELECT concat('s', id % 500), id, CAST(id % 13 AS DOUBLE) FROM range(20000)
            UNION ALL SELECT 'infinite', id, CAST('Infinity' AS DOUBLE) FROM range(3)
            UNION ALL SELECT 'twice', 1L, CAST(id AS DOUBLE) FROM range(2)
            """).write().parquet(path("poisoned-values"));

        var job = cluster.submit(
                "poisoned",
                List.of(),
                "fit",
                "--input=" + path("poisoned-values"),
                "--index=index",
                "--output=" + path("poisoned"),
                "--partitions=4",
                "--options={\"order\": [0, 1, 0]}");

        assertEquals(0, job.await(), job::said);
        assertTrue(job.said().contains("503 series: 500 answered, 3 with an error"), job::said);
        var errors = answers("poisoned").where("error IS NOT NULL").select("id", "error").collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
        assertEquals("The index 1 has two values, 0.0 and 1.0.", errors.get("twice"));
        assertEquals("The field 'values' must be finite numbers and nulls.", errors.get("infinite"));
        assertTrue(errors.get("huge").startsWith("The series is longer than 200000 steps"), errors.get("huge"));
    }

    private static LocalCluster.Submitted submit(String name, List<String> settings) throws IOException {
        return cluster.submit(
                name,
                settings,
                "fit",
                "--input=" + path("values"),
                "--output=" + path(name),
                "--options=" + OPTIONS,
                "--partitions=" + PARTITIONS);
    }

    private static void assertEveryOneOnce(Dataset<Row> answers) {
        assertEquals(SERIES, answers.count());
        assertEquals(SERIES, answers.select("id").distinct().count());
        assertEquals(0, answers.where("error IS NOT NULL").count());
    }

    private static void assertSameAsUndisturbed(String name) {
        assertEveryOneOnce(answers(name));
        assertEquals(0, texts(name).exceptAll(texts("undisturbed")).count());
    }

    private static Dataset<Row> texts(String name) {
        return answers(name).drop("cpu_millis").selectExpr("to_json(struct(*)) AS answer");
    }

    private static Dataset<Row> answers(String name) {
        return session.read().parquet(path(name));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Waits until {@code tasks} tasks have committed their output; the job has not committed them yet. */
    private static void awaitWritten(String name, int tasks) {
        var committed = folder.resolve(name).resolve("_temporary/0");
        LocalCluster.await(tasks + " tasks of the job " + name, () -> {
            if (!Files.isDirectory(committed)) {
                return false;
            }
            try (var files = Files.list(committed)) {
                return files.filter(file -> file.getFileName().toString().startsWith("task_"))
                                .count()
                        >= tasks;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }
}
