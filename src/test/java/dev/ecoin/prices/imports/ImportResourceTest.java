package dev.ecoin.prices.imports;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ImportResourceTest {

    private static final String YAHOO =
            "Date,Open,High,Low,Close,Adj Close,Volume\n2024-02-28,1,2,1,0.000000012,0,5e3\n2024-02-29,null,null,null,null,null,null\n";

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @TestHTTPResource("/imports")
    URI imports;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @Test
    void theReportIsThatOfTheCommand() {
        file(YAHOO)
                .queryParam("coin", "dogecoin")
                .post("/imports")
                .then()
                .statusCode(200)
                .body("format", equalTo("Yahoo Finance"))
                .body("day_rule", containsString("the next day"))
                .body("unused_columns", equalTo(List.of("Open", "High", "Low", "Adj Close")))
                .body("lines", equalTo(2))
                .body("accepted", equalTo(1))
                .body("stored", equalTo(1))
                .body("coins_added", equalTo(List.of("dogecoin")))
                .body("rejected", equalTo(1))
                .body("rejected_lines[0].number", equalTo(3))
                .body("rejected_lines[0].reason", equalTo("the price is missing"))
                .body("first_rows", hasSize(1))
                .body("first_rows[0].date", equalTo("2024-02-29"))
                .body("first_rows[0].market_cap", nullValue())
                .body(containsString("\"price\":0.000000012"))
                .body(containsString("\"volume\":5000"));

        assertEquals(
                1, service.count("daily_price WHERE coin = 'dogecoin' AND day = '2024-02-29' AND source = 'import'"));
    }

    @Test
    void aDryRunShowsTheSameAndStoresNothing() {
        var before = service.fingerprint();

        file(YAHOO)
                .queryParam("coin", "dogecoin")
                .queryParam("day", "open")
                .queryParam("dry_run", "true")
                .post("/imports")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("stored", equalTo(0))
                .body("first_rows[0].date", equalTo("2024-02-28"));

        assertEquals(before, service.fingerprint());
    }

    @Test
    void modelsMoveOverTheNewDaysAndNewCoinsAreTrained() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 20), 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));

        file("coin,date,price\nbitcoin,2026-11-21,1000\nmonero,2026-11-19,5\nmonero,2026-11-20,6\n")
                .post("/imports")
                .then()
                .statusCode(200)
                .body("stored", equalTo(3));
        service.work();

        assertEquals(1, service.count("model_state WHERE origin = '2026-11-21' AND served_from IS NOT NULL"));
        assertEquals(1, service.count("run WHERE kind = 'train' AND coin = 'monero'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "coin,date,price            | dry_run=yes     | 400 | dry_run     | yes",
                "coin,date,price            | day=noon        | 400 | day         | noon",
                "coin,date,price            | date_format=foo | 400 | date_format | foo",
                "coin,date,price            | coin=%0a        | 400 | coin        | '\n'",
                "date,price                 | day=open        | 422 | coin        |",
                "coin,dates,price           | day=open        | 422 | body        |",
                "coin,date,price_eur        | day=open        | 422 | body        |"
            })
    void whatCannotBeReadNamesTheParameter(String file, String parameters, int status, String parameter, String value) {
        problem(
                file(file + "\n")
                        .urlEncodingEnabled(false)
                        .post("/imports?" + parameters)
                        .then(),
                status,
                parameter,
                value);
    }

    @Test
    void anAmbiguousDateIsAskedFor() {
        problem(file("date,price\n5/6/2021,1\n").post("/imports?coin=bitcoin").then(), 422, "date_format", "5/6/2021");
        file("date,price\n5/6/2021,1\n")
                .queryParam("date_format", "d/M/yyyy")
                .post("/imports?coin=bitcoin")
                .then()
                .statusCode(200)
                .body("first_rows[0].date", equalTo("2021-06-05"));
    }

    @Test
    void aFileBeyondTheBoundIsRefused() {
        problem(file(" ".repeat(2_200_000)).post("/imports").then(), 413, "body", null);
        file("coin,date,price\nbitcoin,2021-05-13,1\n" + "x\n".repeat(100_000))
                .post("/imports")
                .then()
                .statusCode(200)
                .body("rejected", equalTo(100_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/csvx"
            })
    void whatABrowserSendsToOtherSitesUnaskedIsRefused(String type) throws Exception {
        var answer = send(type, "coin,date,price\n", OperatorResource.PASSWORD);

        assertEquals(415, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"parameter\":\"Content-Type\""), answer.body());
    }

    @Test
    void itIsTheOperatorsAndOthersAreToldSoHoweverMuchTheySend() throws Exception {
        var answer = send("text/csv", "coin,date,price\n" + "x".repeat(1_900_000), "a guess");

        assertEquals(401, answer.statusCode(), answer.body());
    }

    private HttpResponse<String> send(String type, String file, String password) throws Exception {
        var credentials = Base64.getEncoder().encodeToString(("operator:" + password).getBytes());
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(imports)
                                .header("Content-Type", type)
                                .header("Authorization", "Basic " + credentials)
                                .POST(BodyPublishers.ofString(file))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static RequestSpecification file(String content) {
        return given().contentType("text/csv").body(content.getBytes());
    }
}
