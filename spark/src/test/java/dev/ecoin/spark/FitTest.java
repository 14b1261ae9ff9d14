package dev.ecoin.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.sarima.SarimaModel;
import dev.ecoin.forecasting.series.DailySeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FitTest {

    private static final LocalDate FIRST = LocalDate.of(2025, 3, 1);
    private static final StructType DATED =
            values(DataTypes.StringType, "day", DataTypes.DateType, DataTypes.DoubleType);
    private static SparkSession session;

    @BeforeAll
    static void start() {
        session = LocalSession.start();
    }

    @AfterAll
    static void stop() throws Exception {
        session.close();
    }

    /** Values by step, NaN where a row has no value; steps without a row are missing too. */
    private static final Map<String, double[]> SERIES = new LinkedHashMap<>();

    static {
        SERIES.put("walk", walk(200, 1));
        SERIES.put("short", walk(12, 2));
        SERIES.put("one point", new double[] {3.5});
        SERIES.put("two points", new double[] {3.5, 4});
        SERIES.put("constant", filled(60, 7));
        SERIES.put("gaps", without(walk(150, 3), 10, 11, 12, 70));
        SERIES.put("missing at both ends", without(walk(90, 4), 0, 1, 88, 89));
        SERIES.put(
                "negative", Arrays.stream(walk(80, 5)).map(value -> value - 105).toArray());
        SERIES.put("season", season(140));
        SERIES.put("nothing", filled(3, Double.NaN));
        SERIES.put("ünïcode \" id", walk(40, 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"order\": [0, 1, 1], \"seasonal\": [0, 1, 1], \"period\": 7, \"levels\": [50, 97.5], \"horizon\":"
                        + " 3}",
                "{\"log\": true, \"intervals\": \"calibrated\", \"horizon\": 10}"
            })
    void answersAreThoseOfFitByteForByteInWhateverOrderTheRowsCome(String options) {
        var rows = new ArrayList<Row>();
        SERIES.forEach((id, values) -> {
            for (int t = 0; t < values.length; t++) {
                rows.add(RowFactory.create(id, Date.valueOf(FIRST.plusDays(t)), values[t]));
            }
        });
        Collections.shuffle(rows, new Random(1));

        var answers = byId(Forecasts.fit(session.createDataFrame(rows, DATED), options));

        var fields = options.equals("{}") ? "" : ", " + options.substring(1, options.length() - 1);
        SERIES.forEach((id, values) -> {
            var line = "{\"id\": %s, \"start\": \"%s\", \"values\": %s%s}"
                    .formatted(quoted(id), FIRST, json(values), fields);
            assertEquals(FitLine.answer(line), FitLine.of(answers.get(id)), id);
        });
        assertEquals(SERIES.keySet(), answers.keySet());
    }

    @Test
    void stepsWithoutDatesAreFittedAsFitDoesByDefault() {
        var values = SERIES.get("gaps");
        var rows = new ArrayList<Row>();
        for (int t = values.length - 1; t >= 0; t--) {
            if (!Double.isNaN(values[t])) {
                rows.add(RowFactory.create(17L, 1_000 + t, (float) values[t]));
            }
        }
        var type = values(DataTypes.LongType, "index", DataTypes.IntegerType, DataTypes.FloatType);

        var answer = byId(Forecasts.fit(
                        session.createDataFrame(rows, type), "{\"intervals\": \"calibrated\", \"order\": [1, 0, 0]}"))
                .get("17");

        var floats = Arrays.stream(values).map(value -> (float) value).toArray();
        assertEquals(
                FitLine.answer("{\"id\": \"17\", \"values\": %s, \"intervals\": \"calibrated\", \"order\": [1, 0, 0]}"
                        .formatted(json(floats))),
                FitLine.of(answer));
        assertEquals(1_000L, answer.<Long>getAs("first"));
        assertEquals(1_149L, answer.<Long>getAs("last"));
    }

    @Test
    void theModelsBytesForecastFromTheLastDayAndDiagnosticsDescribeIt() {
        var rows = new ArrayList<Row>();
        var values = SERIES.get("walk");
        for (int t = 0; t < values.length; t++) {
            rows.add(RowFactory.create("walk", Date.valueOf(FIRST.plusDays(t)), values[t]));
        }

        var answer = byId(Forecasts.fit(session.createDataFrame(rows, DATED), "{\"order\": [0, 1, 1], \"horizon\": 4}"))
                .get("walk");

        var model = (SarimaModel) ModelCodec.decode(answer.<byte[]>getAs("blob"));
        assertEquals(FIRST.plusDays(199), model.origin());
        assertEquals(
                answer.getList(answer.fieldIndex("forecast")),
                boxed(model.forecast(4).median()));
        assertEquals(Date.valueOf(FIRST), answer.getAs("first"));
        assertEquals(Date.valueOf(FIRST.plusDays(199)), answer.getAs("last"));
        // Without autoregressive terms the distance of their roots is infinite, which is null in a row.
        var described = FitLine.canonical(FitLine.JSON.valueToTree(
                        model.describe(DailySeries.of(FIRST, values)).diagnostics()))
                .replace("\"Infinity\"", "null");
        assertEquals(described, FitLine.json(answer.getAs("diagnostics")));
        assertNull(answer.getAs("error"));
    }

    @Test
    void aSeriesThatCannotBeReadIsARowThatSaysWhy(@TempDir Path folder) throws Exception {
        var csv = folder.resolve("values.csv");
        Files.writeString(csv, """
            id,day,value
            fine,2025-01-01,1
            fine,2025-01-02,2
            fine,2025-01-02,2
            twice,2025-01-01,1
            twice,2025-01-02,2.5
            twice,2025-01-02,2
            no number,2025-01-01,12
            no number,2025-01-02,twelve
            no day,2025-01-01,1
            no day,2025-02-30,1
            compact,20250101,1
            dayless,,1
            infinite,2025-01-01,1
            infinite,2025-01-02,Infinity
            ,2025-01-01,1
            ages,0001-01-01,1
            ages,9999-12-31,1
            missing,2025-01-01,1
            missing,2025-01-02,
            missing,2025-01-04,NaN
            missing,2025-01-05,3
            """);

        var answers = byId(Forecasts.fit(session.read().option("header", true).csv(csv.toString()), "{}"));

        assertNull(error(answers, "fine"));
        assertEquals(2, answers.get("fine").<Integer>getAs("observations"));
        assertNull(error(answers, "missing"));
        assertEquals(2, answers.get("missing").<Integer>getAs("observations"));
        assertEquals("The day 2025-01-02 has two values, 2.0 and 2.5.", error(answers, "twice"));
        assertEquals("The value 'twelve' is not valid; use a number.", error(answers, "no number"));
        assertEquals("The day '2025-02-30' is not valid; use a date such as 2026-01-31.", error(answers, "no day"));
        assertEquals("The day '20250101' is not valid; use a date such as 2026-01-31.", error(answers, "compact"));
        assertEquals("A row has no day.", error(answers, "dayless"));
        assertEquals("The field 'values' must be finite numbers and nulls.", error(answers, "infinite"));
        assertEquals("The field 'id' must be text or a number.", error(answers, null));
        assertEquals(
                "The series is longer than 200000 steps, from 0001-01-01 to at least 9999-12-31; see --longest.",
                error(answers, "ages"));
        assertEquals(10, answers.size());
    }

    @Test
    void jsonLinesAndParquetAreReadAsWell(@TempDir Path folder) throws Exception {
        var values = SERIES.get("short");
        var lines = new ArrayList<String>();
        for (int t = 0; t < values.length; t++) {
            lines.add("{\"coin\": \"a\", \"at\": %d, \"price\": %s, \"more\": true}".formatted(t, values[t]));
        }
        lines.add("{\"coin\": \"a\", \"at");
        Files.write(folder.resolve("values.json"), lines);

        var status = new picocli.CommandLine(new FitJob())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(
                        "--input=" + folder.resolve("values.json"),
                        "--format=json",
                        "--id=coin",
                        "--index=at",
                        "--value=price",
                        "--output=" + folder.resolve("answers"),
                        "--partitions=2");
        session = LocalSession.start();
        var answers = byId(session.read().parquet(folder.resolve("answers").toString()));

        assertEquals(0, status);
        assertEquals(FitLine.answer("{\"id\": \"a\", \"values\": " + json(values) + "}"), FitLine.of(answers.get("a")));
        assertNotNull(error(answers, null));
        assertEquals(2, answers.size());
    }

    @Test
    void wrongOptionsAndColumnsAreToldBeforeAnythingIsRead() {
        var empty = session.createDataFrame(List.<Row>of(), DATED);

        assertEquals(
                "Unknown field: hroizon. Known: " + "drift, horizon, id, intervals, levels, log, mean, order, period,"
                        + " seasonal, start, values.",
                message(() -> Forecasts.fit(empty, "{\"hroizon\": 3}")));
        assertEquals(
                "The field 'values' is the series' own, not an option.",
                message(() -> Forecasts.fit(empty, "{\"values\": []}")));
        assertTrue(message(() -> Forecasts.fit(empty, "horizon=3")).startsWith("The options are not JSON: "));
        assertEquals(
                "There is no column 'value' among id, day.",
                message(() -> Forecasts.fit(empty.select("id", "day"), "{}")));
        assertEquals(
                "The column 'day' is DOUBLE, but must be DATE, TIMESTAMP or STRING; numbered steps are an index.",
                message(() -> Forecasts.fit(empty.selectExpr("id", "value AS day", "value"), "{}")));
        assertEquals(0, Forecasts.fit(empty, "{}").count());
    }

    @Test
    void aLongSeriesAmongShortOnesEndsAsARow() {
        var many = session.range(1_000_000).selectExpr("'long' AS id", "id AS index", "rand(1) AS value");
        var few = session.range(300).selectExpr("concat('s', id % 3) AS id", "id AS index", "rand(2) AS value");

        var answers = byId(Forecasts.fit(many.union(few), "{\"order\": [0, 1, 0]}", 100_000));

        assertEquals(
                "The series is longer than 100000 steps, from 0 to at least 100000; see --longest.",
                error(answers, "long"));
        assertNull(error(answers, "s2"));
        assertEquals(4, answers.size());
    }

    @Test
    void aSeriesOfAHundredThousandStepsIsFitted() {
        var values = walk(100_000, 9);
        var rows = new ArrayList<Row>();
        for (int t = 0; t < values.length; t++) {
            rows.add(RowFactory.create("long", (long) t, values[t]));
        }
        var type = values(DataTypes.StringType, "index", DataTypes.LongType, DataTypes.DoubleType);

        var answer = byId(Forecasts.fit(session.createDataFrame(rows, type), "{\"order\": [0, 1, 0]}"))
                .get("long");

        assertEquals(
                FitLine.answer("{\"id\": \"long\", \"order\": [0, 1, 0], \"values\": " + json(values) + "}"),
                FitLine.of(answer));
    }

    private static StructType values(DataType id, String step, DataType steps, DataType value) {
        return new StructType().add("id", id).add(step, steps).add("value", value);
    }

    private static Map<String, Row> byId(Dataset<Row> answers) {
        var byId = new LinkedHashMap<String, Row>();
        answers.collectAsList().forEach(row -> assertNull(byId.put(row.getAs("id"), row)));
        return byId;
    }

    private static String error(Map<String, Row> answers, String id) {
        return answers.get(id).getAs("error");
    }

    private static String message(org.junit.jupiter.api.function.Executable work) {
        return assertThrows(IllegalArgumentException.class, work).getMessage();
    }

    private static List<Double> boxed(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static String quoted(String text) {
        return FitLine.JSON.valueToTree(text).toString();
    }

    private static String json(double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> Double.isNaN(value) ? "null" : Double.toString(value))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static double[] walk(int length, long seed) {
        var random = new Random(seed);
        var values = new double[length];
        var level = 100.0;
        for (int t = 0; t < length; t++) {
            level += random.nextGaussian();
            values[t] = level;
        }
        return values;
    }

    private static double[] season(int length) {
        var values = walk(length, 8);
        for (int t = 0; t < length; t++) {
            values[t] += 10 * (t % 7);
        }
        return values;
    }

    private static double[] filled(int length, double value) {
        var values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] without(double[] values, int... missing) {
        for (int t : missing) {
            values[t] = Double.NaN;
        }
        return values;
    }
}
