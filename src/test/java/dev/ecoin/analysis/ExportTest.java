package dev.ecoin.analysis;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.prices.imports.PriceImport;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ExportTest {

    private static final LocalDate LAST = LocalDate.of(2026, 5, 31);

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Inject
    Service service;

    @Inject
    PriceRepository prices;

    @Inject
    PriceImport imported;

    @Inject
    Trainer trainer;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        prices.store(
                "bitcoin",
                PriceSource.COINGECKO,
                List.of(
                        new DailyPrice(
                                LAST.minusDays(1), new BigDecimal("0.000000000012"), new BigDecimal("1E12"), null),
                        new DailyPrice(LAST, new BigDecimal("67187.33580"), null, BigDecimal.ZERO)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=HYPERLINK(\"x\",\"y\")", "+1", "-1.5", "@SUM(A1)", "'=1", "=cmd|' /C calc'!A0", "\uff1dA1"})
    void aCoinThatASpreadsheetWouldRunIsQuotedAndComesBackWithTheImport(String coin) throws Exception {
        service.query("INSERT INTO coin (id) VALUES ('" + coin.replace("'", "''") + "')");
        prices.store(coin, PriceSource.IMPORT, List.of(new DailyPrice(LAST, new BigDecimal("1.50"), null, null)));

        for (var path : List.of("/export/prices", "/coins/{id}/prices", "/analysis/monthly-average")) {
            var csv = given().accept("text/csv")
                    .urlEncodingEnabled(false)
                    .get(path.replace(
                            "{id}",
                            URLEncoder.encode(coin, StandardCharsets.UTF_8).replace("+", "%20")))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            var cells = CSVFormat.RFC4180.parse(new StringReader(csv)).stream()
                    .map(record -> record.get(0))
                    .toList();
            assertTrue(cells.contains("'" + coin), path + ": " + csv);
        }
        var exported = given().accept("text/csv").get("/export/prices").asByteArray();
        service.query("TRUNCATE daily_price CASCADE");
        service.query("DELETE FROM coin");

        var report = imported.read(new ByteArrayInputStream(exported));

        assertEquals(0, report.rejected(), report.toString());
        assertEquals(1, service.count("daily_price WHERE coin = '" + coin.replace("'", "''") + "' AND price = 1.5"));
    }

    @Test
    void pricesAreCsvUnlessLinesOfJsonAreAskedFor() {
        given().get("/export/prices")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", equalTo("attachment; filename=\"prices.csv\""))
                .body(equalTo("coin,date,price,market_cap,volume,source,currency\r\n"
                        + "bitcoin,2026-05-30,0.000000000012,1000000000000,,coingecko,usd\r\n"
                        + "bitcoin,2026-05-31,67187.33580,,0,coingecko,usd\r\n"));
        given().accept("application/x-ndjson")
                .get("/export/prices")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/x-ndjson"))
                .header("Content-Disposition", equalTo("attachment; filename=\"prices.jsonl\""))
                .body(equalTo("{\"coin\":\"bitcoin\",\"date\":\"2026-05-30\",\"price\":0.000000000012,"
                        + "\"market_cap\":1000000000000,\"volume\":null,\"source\":\"coingecko\",\"currency\":\"usd\"}\n"
                        + "{\"coin\":\"bitcoin\",\"date\":\"2026-05-31\",\"price\":67187.33580,"
                        + "\"market_cap\":null,\"volume\":0,\"source\":\"coingecko\",\"currency\":\"usd\"}\n"));
    }

    @Test
    void exportedPricesAreWhatTheImportReads() throws Exception {
        service.storeWalk("ethereum", LAST, 6_000, PriceSource.IMPORT);
        var csv = get("/export/prices?coin=ethereum");
        service.query("DELETE FROM daily_price WHERE coin = 'ethereum'");

        var report = imported.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));

        assertEquals(6_000, report.accepted(), "more than one fetch from the cursor");
        assertEquals(csv, get("/export/prices?coin=ethereum"));
    }

    @Test
    void theSelectionIsOfCoinsAndDays() throws IOException {
        service.storeWalk("ethereum", LAST, 10, PriceSource.IMPORT);

        assertEquals(12, rows("/export/prices").size());
        assertEquals(12, rows("/export/prices?coin=bitcoin,ethereum").size());
        assertEquals(
                List.of("2026-05-29", "2026-05-30"),
                rows("/export/prices?coin=ethereum&from=2026-05-29&to=2026-05-30").stream()
                        .map(row -> row.get("date"))
                        .toList());
        assertEquals(
                "coin,date,price,market_cap,volume,source,currency\r\n",
                get("/export/prices?from=2030-01-01"),
                "still a table");
    }

    @Test
    void featuresAreTheRowsOfTheAnalysis() {
        service.storeWalk("ethereum", LAST, 30, PriceSource.IMPORT);

        assertEquals(given().accept("text/csv").get("/analysis/features").asString(), get("/export/features"));
    }

    @Test
    void everyColumnHasOneTypeThroughout() throws IOException {
        service.storeWalk("ethereum", LAST, 30, PriceSource.IMPORT);

        var lines = given().accept("application/x-ndjson")
                .get("/export/features?coin=ethereum")
                .asString()
                .lines()
                .toList();

        assertEquals(30, lines.size());
        for (var line : lines) {
            var row = JSON.readTree(line);
            assertTrue(row.get("date").isTextual() && row.get("is_weekend").isBoolean(), line);
            assertTrue(row.get("day_of_week").isInt() && row.get("price_0").isNumber(), line);
            assertTrue(numberOrNull(row.get("price_6")) && numberOrNull(row.get("trend")), line);
        }
    }

    @Test
    void forecastsAreThoseThatAreServedWithTheirLimits() throws IOException {
        service.storeWalk("ethereum", LAST, 200, PriceSource.IMPORT);
        assertEquals(1, trainer.train(List.of("ethereum")).size());
        var served = given().get("/forecast?coin=ethereum&date=2026-07-10").jsonPath();

        var rows = rows("/export/forecasts?to=2026-07-10");

        assertEquals(40, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            assertEquals("ethereum", row.get("coin"));
            assertEquals("2026-05-31", row.get("origin"));
            assertEquals(LAST.plusDays(i + 1).toString(), row.get("date"));
            assertEquals(String.valueOf(i + 1), row.get("horizon"));
            assertEquals(served.getFloat("'" + row.get("date") + "'"), Float.parseFloat(row.get("median")));
            var limits = List.of("lower_95", "lower_80", "median", "upper_80", "upper_95");
            assertEquals(
                    limits,
                    limits.stream()
                            .sorted((a, b) -> new BigDecimal(row.get(a)).compareTo(new BigDecimal(row.get(b))))
                            .toList());
        }
        assertEquals(30, rows("/export/forecasts?coin=ethereum").size());
        assertEquals(1000, rows("/export/forecasts?coin=ethereum&to=2099-01-01").size(), "no further than served");
        assertEquals(0, rows("/export/forecasts?to=2026-05-31").size());
        assertEquals(
                List.of("2026-06-05"),
                rows("/export/forecasts?from=2026-06-05&to=2026-06-05").stream()
                        .map(row -> row.get("date"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/export/everything                         | 404 | dataset | everything",
                "/export/prices?coin=dogecoin               | 404 | coin    | dogecoin",
                "/export/forecasts?coin=bitcoin,dogecoin    | 404 | coin    | dogecoin",
                "/export/prices?coin=,                      | 400 | coin    | ,",
                "/export/prices?from=May                    | 400 | from    | May",
                "/export/prices?from=2026-05-02&to=2026-05-01 | 422 | from  | 2026-05-02"
            })
    void whatCannotBeExportedNamesTheField(String address, int status, String parameter, String value) {
        problem(given().get(address).then(), status, parameter, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png"})
    void otherFormatsAreNotAcceptable(String accept) {
        given().accept(accept).get("/export/prices").then().statusCode(406);
    }

    private static boolean numberOrNull(JsonNode value) {
        return value.isNumber() || value.isNull();
    }

    private static String get(String address) {
        return given().get(address).then().statusCode(200).extract().asString();
    }

    private static List<CSVRecord> rows(String address) throws IOException {
        try (var parser = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(get(address)))) {
            return parser.getRecords();
        }
    }
}
