package dev.ecoin.analysis;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ecoin.http.DateRange;
import dev.ecoin.prices.imports.PriceImport;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hand-made prices ({@code prices.csv}: missing days, ties, month ends, a leap day, a single day, runs of falls with
 * every kind of end) and the expected rows of each analysis ({@code NAME.csv}).
 */
@QuarkusTest
@WithDatabaseAndCoinGecko
class AnalysisResourceTest {

    /** The coins with expected features; only a few, because that table is wide. */
    private static final Set<String> WITH_FEATURES = Set.of("equal", "months", "single", "week");

    @Inject
    Service service;

    @Inject
    PriceImport prices;

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String database;

    @BeforeEach
    void start() throws Exception {
        service.reset();
        try (var csv = getClass().getResourceAsStream("prices.csv")) {
            assertEquals(0, prices.read(csv).rejected());
        }
        document("2024-03-01", "{\"market_data\": {\"market_cap\": {\"usd\": 1000}}}");
        document("2024-03-02", "{\"market_data\": {\"market_cap\": {\"usd\": 2000.5, \"eur\": 1}}}");
        document("2024-03-03", "{\"id\": \"falls\"}");
        document("2024-03-04", "{\"market_data\": {\"market_cap\": {\"usd\": null}}}");
    }

    @ParameterizedTest
    @EnumSource
    void theEndpointAnswersWithTheExpectedRows(Analysis analysis) throws IOException {
        var csv = given().accept("text/csv")
                .get("/analysis/" + analysis.label())
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Link", nullValue())
                .extract()
                .asString();

        assertEquals(expected(analysis), rows(analysis, withoutCurrency(csv)));
    }

    @ParameterizedTest
    @EnumSource
    void jsonHasTheSameAsCsv(Analysis analysis) throws IOException {
        var expected = expected(analysis);

        var json = given().get("/analysis/" + analysis.label())
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("analysis", equalTo(analysis.label()))
                .body("currency", equalTo("usd"))
                .body("next", nullValue())
                .extract()
                .asString();

        assertFalse(json.matches("(?s).*[0-9]E-?[0-9].*"), "no scientific notation");
        var rows = new ArrayList<String>(List.of(expected.get(0)));
        JsonPath.from(json)
                .<Map<String, Object>>getList("rows")
                .forEach(row -> rows.add(
                        row.values().stream().map(AnalysisResourceTest::text).collect(Collectors.joining(","))));
        assertEquals(numbers(expected), numbers(kept(analysis, rows)));
    }

    @ParameterizedTest
    @EnumSource
    void theFileRunsAsItStandsInPsql(Analysis analysis) throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "psql"))),
                "psql is not on this machine (Debian: postgresql-client): the files are run by the endpoints alone");
        var psql = new ProcessBuilder(
                        "psql",
                        "-X",
                        "--csv",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-U",
                        "postgres",
                        "-d",
                        database,
                        "-f",
                        "src/main/sql/analysis/" + analysis.label() + ".sql")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var csv = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, psql.waitFor());
        assertEquals(
                expected(analysis),
                rows(analysis, csv.replaceAll("\\bt\\b", "true").replaceAll("\\bf\\b", "false")));
    }

    @ParameterizedTest
    @EnumSource
    void pagesGoOnWhereTheLastOneEnded(Analysis analysis) throws IOException {
        var pages = new ArrayList<String>();
        var address = "/analysis/" + analysis.label() + "?limit=1";
        while (address != null) {
            var response = given().urlEncodingEnabled(false).accept("text/csv").get(address);
            var page = withoutCurrency(response.then().statusCode(200).extract().asString())
                    .split("\r\n");
            assertEquals(2, page.length, "a header and a row");
            pages.addAll(Arrays.asList(page).subList(pages.isEmpty() ? 0 : 1, 2));
            var link = response.getHeader("Link");
            address = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        assertEquals(expected(analysis), kept(analysis, pages));
    }

    @ParameterizedTest
    @EnumSource
    void oneCoinsRowsAreThoseOfAllCoinsAndTheOtherCoinsAreNotRead(Analysis analysis) throws IOException {
        var csv = given().accept("text/csv")
                .get("/analysis/" + analysis.label() + "?coin=week,open")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        var expected = expected(analysis);
        var header = expected.get(0);
        expected.removeIf(row -> !row.equals(header) && !row.startsWith("week,") && !row.startsWith("open,"));
        assertEquals(expected, rows(analysis, withoutCurrency(csv)));

        var selected = analysis.query().select(new Selection(List.of("week"), DateRange.ALL));
        var plan = pool.withTransaction(connection -> connection
                        .query("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
                        .execute()
                        .chain(() -> connection
                                .preparedQuery("EXPLAIN " + selected.sql())
                                .execute(Tuple.from(selected.values()))))
                .await()
                .indefinitely();
        var lines = StreamSupport.stream(plan.spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
        var scans = lines.stream()
                .filter(line -> line.matches(".* on (daily|monthly)_price.*"))
                .count();
        var byCoin = lines.stream()
                .filter(line -> line.matches(" *Index Cond: .*\\(coin = .*"))
                .count();
        assertTrue(scans > 0 && byCoin >= scans, String.join("\n", lines));
    }

    @Test
    void aRangeLeavesOutRowsThatTellOfNoDayInIt() {
        given().get("/analysis/monthly-average?coin=falls&from=2024-02-29&to=2024-02-29")
                .then()
                .body("rows.month", equalTo(List.of("2024-02-01")));
        given().get("/analysis/gaps?coin=months&from=2023-03-01&to=2023-04-02")
                .then()
                .body("rows.first_day", equalTo(List.of("2023-01-31")));
        given().get("/analysis/features?coin=week&from=2024-06-08&to=2024-06-10")
                .then()
                .body("rows.date", equalTo(List.of("2024-06-08", "2024-06-10")))
                .body("rows[0].trend", equalTo(1.75f));
        given().get("/analysis/risk?coin=open&from=+999999999-01-01").then().statusCode(200);
    }

    @Test
    void aRangeOfRisesAfterFallsIsOneOfThePricesLookedAt() {
        given().get("/analysis/rises-after-falls?coin=falls&from=2024-02-25&to=2024-03-10")
                .then()
                .body("rows", hasSize(1))
                .body("rows[0].episodes", equalTo(1))
                .body("rows[0].next_day_count", equalTo(1))
                .body("rows[0].until_fall_count", equalTo(0));
    }

    @Test
    void theListTellsEveryQuestionAndHowToReadTheAnswer() {
        given().get("/analysis")
                .then()
                .statusCode(200)
                .body(
                        "name",
                        equalTo(Arrays.stream(Analysis.values())
                                .map(Analysis::label)
                                .toList()))
                .body("question[0]", equalTo("What did a coin cost on average in each calendar month?"))
                .body("reading[0]", startsWith("One row per coin and month"))
                .body("address[5]", equalTo("/analysis/gaps"));
        for (var analysis : Analysis.values()) {
            assertTrue(analysis.question().endsWith("?"), analysis.label());
            assertTrue(analysis.reading().length() > 100, analysis.label());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/analysis/profit                              | 404 | analysis | profit",
                "/analysis/risk?coin=dogecoin                  | 404 | coin     | dogecoin",
                "/analysis/risk?coin=week,dogecoin             | 404 | coin     | dogecoin",
                "/analysis/risk?coin=week,                     | 400 | coin     | week,",
                "/analysis/risk?from=yesterday                 | 400 | from     | yesterday",
                "/analysis/risk?to=2026-02-30                  | 400 | to       | 2026-02-30",
                "/analysis/risk?from=2026-05-02&to=2026-05-01  | 422 | from     | 2026-05-02",
                "/analysis/risk?limit=0                        | 422 | limit    | 0",
                "/analysis/risk?limit=10001                    | 422 | limit    | 10001",
                "/analysis/risk?limit=all                      | 400 | limit    | all",
                "/analysis/risk?after=bitcoin                  | 400 | after    | bitcoin",
                "/analysis/risk?after=bitcoin,may              | 400 | after    | bitcoin,may"
            })
    void whatCannotBeAnsweredNamesTheField(String address, int status, String parameter, String value) {
        problem(given().accept("text/csv").get(address).then(), status, parameter, value);
    }

    private void document(String day, String document) {
        service.query(
                "INSERT INTO price_document (coin, day, document, fetched_at) VALUES ('falls', $1, $2::text::jsonb, now())",
                LocalDate.parse(day),
                document);
    }

    /** Removes the last column of every row, which the expected files lack. */
    private static String withoutCurrency(String csv) {
        assertTrue(csv.matches("[^\r]*,currency\r\n([^\r]*,usd\r\n)*"), csv);
        return csv.replaceAll(",(currency|usd)\r\n", "\r\n");
    }

    private static List<String> expected(Analysis analysis) throws IOException {
        try (var in = Objects.requireNonNull(
                AnalysisResourceTest.class.getResourceAsStream(analysis.label() + ".csv"), analysis.label())) {
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static List<String> rows(Analysis analysis, String csv) throws IOException {
        try (var parser = CSVFormat.RFC4180.parse(new StringReader(csv))) {
            return kept(
                    analysis,
                    parser.stream()
                            .map(CSVRecord::values)
                            .map(row -> String.join(",", row))
                            .toList());
        }
    }

    private static List<String> kept(Analysis analysis, List<String> rows) {
        return rows.stream()
                .filter(row -> analysis != Analysis.FEATURES
                        || row.startsWith("coin,")
                        || WITH_FEATURES.contains(row.substring(0, row.indexOf(','))))
                .toList();
    }

    /** JSON readers drop trailing zeros of numbers. */
    private static List<String> numbers(List<String> rows) {
        return rows.stream()
                .map(row -> Arrays.stream(row.split(",", -1))
                        .map(value -> value.matches("-?[0-9.]+")
                                ? new BigDecimal(Float.toString(Float.parseFloat(value)))
                                        .stripTrailingZeros()
                                        .toPlainString()
                                : value)
                        .collect(Collectors.joining(",")))
                .toList();
    }

    private static String text(Object value) {
        return value instanceof Float || value instanceof Double
                ? new BigDecimal(value.toString()).toPlainString()
                : Objects.toString(value, "");
    }
}
