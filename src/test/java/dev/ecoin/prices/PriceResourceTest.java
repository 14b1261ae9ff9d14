package dev.ecoin.prices;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.http.Problem;
import dev.ecoin.prices.imports.PriceImport;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class PriceResourceTest {

    private static final LocalDate DAY = LocalDate.of(2026, 5, 1);

    @Inject
    PriceRepository prices;

    @Inject
    PriceImport imported;

    @Inject
    PriceQualityCheck check;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void pricesHaveExactlyTheDigitsOfTheirSource() {
        store(
                new DailyPrice(DAY, new BigDecimal("0.000000000001234567890123"), null, null),
                new DailyPrice(
                        DAY.plusDays(1), new BigDecimal("67187.33580"), new BigDecimal("1.3E12"), new BigDecimal("0")));

        var body = given().get("/coins/bitcoin/prices")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString();

        assertEquals(
                "{\"coin\":\"bitcoin\",\"currency\":\"usd\",\"prices\":["
                        + "{\"date\":\"2026-05-01\",\"price\":0.000000000001234567890123,\"market_cap\":null,"
                        + "\"volume\":null,\"source\":\"coingecko\"},"
                        + "{\"date\":\"2026-05-02\",\"price\":67187.33580,\"market_cap\":1300000000000,"
                        + "\"volume\":0,\"source\":\"coingecko\"}]}",
                body);
    }

    @Test
    void csvHasTheSameAndIsWhatTheImportReads() throws Exception {
        store(
                new DailyPrice(DAY, new BigDecimal("0.000000000001"), null, null),
                new DailyPrice(DAY.plusDays(1), new BigDecimal("67187.33580"), new BigDecimal("1.3E12"), null));

        var csv = given().accept("text/csv")
                .get("/coins/bitcoin/prices")
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .extract()
                .asString();

        assertEquals(
                "coin,date,price,market_cap,volume,source,currency\r\n"
                        + "bitcoin,2026-05-01,0.000000000001,,,coingecko,usd\r\n"
                        + "bitcoin,2026-05-02,67187.33580,1300000000000,,coingecko,usd\r\n",
                csv);
        service.query("DELETE FROM daily_price");
        assertEquals(2, imported.read(new ByteArrayInputStream(csv.getBytes())).stored());
        assertEquals(1, service.count("daily_price WHERE price::text = '67187.33580'"));
    }

    @ParameterizedTest
    @CsvSource({
        ",,4,2026-05-01",
        "2026-05-03,,2,2026-05-03",
        ",2026-05-02,2,2026-05-01",
        "2026-05-02,2026-05-02,1,2026-05-02",
        "-999999999-01-01,+999999999-12-31,4,2026-05-01"
    })
    void theRangeIncludesBothEndsAndIsOpenWhereNoneIsGiven(String from, String to, int days, String first) {
        service.storeWalk("bitcoin", DAY.plusDays(3), 4, PriceSource.SAMPLE);
        var request = given();
        if (from != null) {
            request.queryParam("from", from);
        }
        if (to != null) {
            request.queryParam("to", to);
        }

        request.get("/coins/bitcoin/prices")
                .then()
                .statusCode(200)
                .body("prices.size()", equalTo(days))
                .body("prices[0].date", equalTo(first));
    }

    @Test
    void aCoinOrARangeWithoutPricesHasAnEmptyList() {
        service.storeWalk("bitcoin", DAY, 4, PriceSource.SAMPLE);

        given().get("/coins/ethereum/prices").then().statusCode(200).body("prices.size()", equalTo(0));
        given().get("/coins/bitcoin/prices?from=2027-01-01")
                .then()
                .statusCode(200)
                .body("prices.size()", equalTo(0));
    }

    @Test
    void tenThousandDaysComeInOneAnswer() {
        service.storeWalk("bitcoin", DAY, 10_000, PriceSource.IMPORT);

        given().get("/coins/bitcoin/prices").then().statusCode(200).body("prices.size()", equalTo(10_000));
        var csv = given().accept("text/csv")
                .get("/coins/bitcoin/prices")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertEquals(10_001, csv.lines().count());
    }

    @Test
    void aStarAcceptsJson() {
        given().accept("*/*")
                .get("/coins/bitcoin/prices")
                .then()
                .statusCode(200)
                .contentType("application/json");
        given().accept("image/png")
                .get("/coins/bitcoin/prices")
                .then()
                .statusCode(406)
                .contentType(Problem.MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/coins", "/coins/{id}", "/coins/{coin}/prices", "/coins/{coin}/quality"})
    void theExamplesOfTheOpenApiDocumentWorkWhenTried(String path) {
        var operation = OpenApiDocument.read().operations().stream()
                .filter(candidate -> candidate.isRead() && candidate.path().equals(path))
                .findFirst()
                .orElseThrow();
        var request = given();
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("query") && parameter.hasExample())
                .forEach(parameter -> request.queryParam(parameter.name(), parameter.example()));

        request.get(operation.examplePath()).then().statusCode(200).contentType("application/json");
    }

    @Test
    void theWarningOfACoinIsAboutWhatCameSinceADay() {
        service.storeWalk("bitcoin", DAY.plusDays(39), 40, PriceSource.SAMPLE);
        service.query("DELETE FROM daily_price WHERE day = '2026-05-05'");

        assertEquals(
                Optional.of("Prices of bitcoin to look at: days missing: 2026-05-05. See /coins/bitcoin/quality"),
                check.warning("bitcoin", DAY));
        assertEquals(Optional.empty(), check.warning("bitcoin", DAY.plusDays(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prices", "quality"})
    void anUnknownCoinIsA404ThatNamesTheKnownOnes(String what) {
        problem(given().get("/coins/dogecoin/" + what).then(), 404, "coin", "dogecoin")
                .body("valid", equalTo("bitcoin, ethereum"));
    }

    @Test
    void problemsStayProblemsWhereCsvWasAskedFor() {
        given().accept("text/csv")
                .get("/coins/dogecoin/prices")
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE);
    }

    @ParameterizedTest
    @CsvSource({"from, yesterday, 400", "to, 2026-02-30, 400"})
    void aMalformedDateIsA400ThatNamesIt(String parameter, String value, int status) {
        problem(
                        given().queryParam(parameter, value)
                                .get("/coins/bitcoin/prices")
                                .then(),
                        status,
                        parameter,
                        value)
                .body("valid", containsString("2026-12-31"));
    }

    @Test
    void aRangeThatEndsBeforeItStartsIsA422() {
        problem(
                        given().get("/coins/bitcoin/prices?from=2026-05-02&to=2026-05-01")
                                .then(),
                        422,
                        "from",
                        "2026-05-02")
                .body("valid", equalTo("a date up to 2026-05-01"));
    }

    @Test
    void qualityTellsWhatStandsOut() {
        service.storeWalk("bitcoin", DAY.plusDays(39), 40, PriceSource.SAMPLE);
        service.query("DELETE FROM daily_price WHERE day BETWEEN '2026-05-05' AND '2026-05-07'");
        service.query("UPDATE daily_price SET price = 5 WHERE day BETWEEN '2026-06-01' AND '2026-06-03'");

        given().get("/coins/bitcoin/quality")
                .then()
                .statusCode(200)
                .body("coin", equalTo("bitcoin"))
                .body("first_day", equalTo("2026-05-01"))
                .body("last_day", equalTo("2026-06-09"))
                .body("days_stored", equalTo(37))
                .body("days_missing", equalTo(3))
                .body("missing[0].from", equalTo("2026-05-05"))
                .body("missing[0].to", equalTo("2026-05-07"))
                .body("missing[0].days", equalTo(3))
                .body("duplicates", equalTo(0))
                .body("non_positive", equalTo(0))
                .body("jumps.date", equalTo(List.of("2026-06-01", "2026-06-04")))
                .body("jumps[0].price", equalTo(5))
                .body("stale_runs[0].from", equalTo("2026-06-01"))
                .body("stale_runs[0].days", equalTo(3))
                .body("sources", equalTo(Map.of("sample", 37)));
    }

    @Test
    void theQualityOfACoinWithoutPricesIsEmpty() {
        given().get("/coins/ethereum/quality")
                .then()
                .statusCode(200)
                .body("first_day", nullValue())
                .body("days_stored", equalTo(0));
    }

    private void store(DailyPrice... days) {
        prices.store("bitcoin", PriceSource.COINGECKO, List.of(days));
    }
}
