package dev.ecoin.serving;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.PriceDigits;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ForecastResourceTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
    }

    @Test
    void everyDateFromTheDayAfterTheOriginToTheTargetHasItsPriceInOrder() {
        var body = get("bitcoin", "2026-12-31")
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString();

        var dates = Pattern.compile("\"(\\d{4}-\\d\\d-\\d\\d)\":")
                .matcher(body)
                .results()
                .map(match -> LocalDate.parse(match.group(1)))
                .toList();
        assertEquals(IntStream.rangeClosed(1, 39).mapToObj(LAST::plusDays).toList(), dates);
        var prices = Pattern.compile(":([0-9.]+)")
                .matcher(body)
                .results()
                .map(match -> new BigDecimal(match.group(1)))
                .toList();
        var forecast = models.active("bitcoin")
                .await()
                .indefinitely()
                .orElseThrow()
                .fitted()
                .forecast(39);
        assertEquals(
                IntStream.range(0, 39)
                        .mapToObj(forecast::median)
                        .map(PriceDigits::round)
                        .toList(),
                prices);
        assertTrue(prices.stream().allMatch(price -> price.signum() > 0));
    }

    @Test
    void theNextDayIsTheShortestForecastAndAThousandDaysTheLongest() {
        get("bitcoin", "2026-11-23").statusCode(200).body("size()", equalTo(1)).body("'2026-11-23'", greaterThan(0f));
        get("bitcoin", LAST.plusDays(1_000).toString()).statusCode(200).body("size()", equalTo(1_000));
    }

    @Test
    void anUnknownCoinIsA404ThatNamesTheKnownOnes() {
        problem(get("no-such-coin", "2026-12-31"), 404, "coin", "no-such-coin")
                .body("title", equalTo("Not Found"))
                .body("valid", equalTo("bitcoin"));
    }

    @Test
    void ofManyKnownCoinsTheProblemNamesTwenty() {
        service.query("INSERT INTO coin (id) SELECT 'coin-' || n FROM generate_series(100, 199) AS n");
        copies("model", "'id', t.id + n, 'coin', 'coin-' || n");
        copies("model_state", "'id', t.id + n, 'model', t.model + n, 'coin', 'coin-' || n");
        copies("active_model", "'model', t.model + n, 'state', t.state + n, 'coin', 'coin-' || n");

        problem(get("no-such-coin", "2026-12-31"), 404, "coin", "no-such-coin")
                .body("valid", endsWith("coin-118 and more, see /coins"));
    }

    /** Copies the table's rows for a hundred more coins. */
    private void copies(String table, String changed) {
        service.query("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT copy.* FROM " + table
                + " AS t, generate_series(100, 199) AS n, jsonb_populate_record(t, jsonb_build_object(" + changed
                + ")) AS copy");
    }

    @Test
    void aCoinWithoutAModelIsA404ThatSaysSo() {
        problem(get("ethereum", "2026-12-31"), 404, "coin", "ethereum").body("detail", containsString("no model yet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"31.12.2026", "2026-13-01", "2026-02-30", "tomorrow", "2026-12-31T00:00", "١٢-١٢-٢٠٢٦"})
    void aMalformedDateIsA400ThatShowsAValidOne(String date) {
        problem(get("bitcoin", date), 400, "date", date).body("valid", containsString("2026-12-31"));
    }

    @Test
    void aMissingParameterIsA400ThatNamesIt() {
        problem(given().queryParam("coin", "bitcoin").get("/forecast").then(), 400, "date", null);
        problem(given().queryParam("date", "2026-12-31").get("/forecast").then(), 400, "coin", null);
        problem(get("", "2026-12-31"), 400, "coin", null);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22, not after",
        "2017-01-01, not after",
        "2029-08-19, 1001 days after",
        "+999999999-12-31, days after"
    })
    void aDateOutsideTheHorizonIsA422ThatSaysWhichDatesAreInside(String date, String what) {
        problem(get("bitcoin", date), 422, "date", date)
                .body("detail", containsString(what))
                .body("valid", equalTo("a date from 2026-11-23 to 2029-08-18"));
    }

    @Test
    void aLongValueIsCutInTheAnswerBetweenCharacters() {
        problem(get("bitcoin", "x".repeat(3_000)), 400, "date", "x".repeat(100) + "…");
        var cut = "\uD83D\uDE80".repeat(100) + "…";
        problem(get("\uD83D\uDE80".repeat(150), "2026-12-31"), 404, "coin", cut)
                .body("detail", containsString("'" + cut + "'"));
    }

    @Test
    void aControlCharacterIsA400() {
        problem(get("bit\ncoin", "2026-12-31"), 400, "coin", "bit\ncoin");
        get("bit\u0000coin", "2026-12-31").statusCode(400).contentType("application/problem+json");
    }

    private static ValidatableResponse get(String coin, String date) {
        return given().queryParam("coin", coin)
                .queryParam("date", date)
                .get("/forecast")
                .then();
    }
}
