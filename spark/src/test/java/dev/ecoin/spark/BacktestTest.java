package dev.ecoin.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.fit.Origins;
import dev.ecoin.forecasting.evaluation.Backtest;
import dev.ecoin.forecasting.evaluation.Scores;
import dev.ecoin.forecasting.series.DailySeries;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

    private static final String VALUES = """
        SELECT concat('s', s.id) AS id, date_add(DATE '2024-01-01', CAST(t.id AS INT)) AS day,
               100 + 5 * sin(s.id + t.id) + (t.id % 7) * s.id + (abs(hash(s.id, t.id)) % 1000) / 100.0D AS value
        FROM range(3) AS s, range(200) AS t
        """;

    @Test
    void scoresAreThoseOfTheLibraryAndTwoBacktestsAreCompared(@TempDir Path folder) throws Exception {
        var input = folder.resolve("values").toString();
        var first = folder.resolve("first").toString();
        var second = folder.resolve("second").toString();
        try (var session = LocalSession.start()) {
            session.sql(VALUES)
                    .union(session.sql("SELECT 'short', DATE '2024-01-01', 1.0D"))
                    .write()
                    .mode(SaveMode.ErrorIfExists)
                    .parquet(input);
        }
        var options = "{\"order\": [0, 1, 1], \"horizon\": 7}";

        LocalSession.start();
        var said = run(
                "--input", input, "--output", first, "--options", options, "--windows", "3", "--step", "10", "--refit");
        LocalSession.start();
        var compared = run(
                "--input",
                input,
                "--output",
                second,
                "--options",
                "{\"order\": [0, 1, 1], \"seasonal\": [0, 1, 1], \"horizon\": 7}",
                "--windows",
                "3",
                "--step",
                "10",
                "--refit",
                "--against",
                first);

        assertTrue(said.contains("4 series: 3 answered, 1 with an error"), said);
        assertTrue(said.contains("Mean absolute scaled error over naive's: 0."), said);
        assertTrue(said.contains("Intervals of 95.000%: "), said);
        assertTrue(
                compared.contains("(geometric mean of 3 series); lower for 2, the same for 0, higher for 1"), compared);
        try (var session = LocalSession.start()) {
            var rows = session.read().parquet(first).collectAsList().stream()
                    .collect(Collectors.toMap(row -> row.<String>getAs("id"), row -> row));
            for (int i = 0; i < 3; i++) {
                var expected = Backtest.run(
                        Answers.request(options).forecaster(),
                        series(session, i),
                        new Origins(3, 10, 90, false, true).plan(Answers.request(options)));
                var row = rows.get("s" + i);
                assertNull(row.getAs("error"));
                assertEquals(3, row.<Integer>getAs("windows"));
                assertEquals(expected.maseAgainstNaive(), row.<Double>getAs("mase_against_naive"));
                same(expected.model().overall(), row.getAs("model"));
                expected.benchmarks()
                        .forEach((method, table) ->
                                same(table.overall(), row.getAs(method.name().toLowerCase())));
                same(
                        expected.model().byHorizon().get(6),
                        row.<Row>getList(row.fieldIndex("by_horizon")).get(6));
            }
            assertEquals(
                    "1 days are too few to train on 90 and score 7",
                    rows.get("short").getAs("error"));
        }
    }

    @Test
    void aPlanThatCannotBeIsToldBeforeAnythingIsRead() throws Exception {
        try (var session = LocalSession.start()) {
            var e = assertThrows(
                    IllegalArgumentException.class,
                    () -> Forecasts.backtest(session.sql(VALUES), "{}", new Origins(0, 1, 90, false, false)));
            assertEquals("windows must be at least 1, not 0", e.getMessage());
        }
    }

    private static DailySeries series(SparkSession session, int id) {
        var values =
                session.sql(VALUES).where("id = 's" + id + "'").orderBy("day").collectAsList();
        return DailySeries.of(
                java.time.LocalDate.of(2024, 1, 1),
                values.stream().mapToDouble(row -> row.<Double>getAs("value")).toArray());
    }

    private static void same(Scores expected, Row row) {
        assertEquals(expected.forecasts(), row.<Integer>getAs("forecasts"));
        assertEquals(expected.mae(), row.<Double>getAs("mae"));
        assertEquals(expected.rmse(), row.<Double>getAs("rmse"));
        assertEquals(expected.smape(), row.<Double>getAs("smape"));
        assertEquals(expected.mase(), row.<Double>getAs("mase"));
        var interval = row.<Row>getList(row.fieldIndex("intervals")).get(1);
        assertEquals(expected.interval(95).coverage(), interval.<Double>getAs("coverage"));
        assertEquals(expected.interval(95).msis(), interval.<Double>getAs("msis"));
    }

    private static String run(String... arguments) {
        var written = new ByteArrayOutputStream();
        var out = System.out;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertEquals(0, new picocli.CommandLine(new BacktestJob()).execute(arguments));
        } finally {
            System.setOut(out);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}
