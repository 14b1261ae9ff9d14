package dev.ecoin.risk;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints that answer from simulated paths. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class SimulatedRiskTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final String BY = "2026-12-22";

    @Inject
    Trainer trainer;

    @Inject
    Service service;

    private double last;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "dogecoin");
        var walk = service.storeWalk("bitcoin", LAST, 400, PriceSource.SAMPLE);
        last = walk.get(walk.size() - 1).price().doubleValue();
        service.storeWalk("ethereum", LAST, 400, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin", "ethereum"));
    }

    @ParameterizedTest
    @CsvSource({"above, 1.1", "below, 0.9"})
    void aBoundIsTouchedMoreOftenThanItIsBeyondOnTheDate(String side, double factor) {
        var bound = Double.toString(factor * last);
        var onTheDate = given().queryParam(side, bound)
                .queryParam("date", BY)
                .get("/coins/bitcoin/probability")
                .jsonPath()
                .getDouble("probability");

        var touch = touch(side + "=" + bound);

        var probability = touch.getDouble("probability");
        var error = touch.getDouble("standard_error");
        assertTrue(probability > onTheDate + 5 * error, probability + " against " + onTheDate);
        // For a symmetric walk without trend, the reflection principle gives a factor of two; discrete days reduce it.
        assertTrue(probability < 2.1 * onTheDate, probability + " against " + onTheDate);
        assertEquals(Math.sqrt(probability * (1 - probability) / 10_000), error, 0.01 * error);
        assertEquals(30, touch.getInt("days_ahead"));
        assertEquals(10_000, touch.getInt("paths"));
    }

    @Test
    void onOneDayItIsTheProbabilityOfThatDay() {
        var bound = Double.toString(1.02 * last);
        var onTheDate = given().queryParam("above", bound)
                .queryParam("date", LAST.plusDays(1).toString())
                .get("/coins/bitcoin/probability")
                .jsonPath()
                .getDouble("probability");

        var touch = given().get("/coins/bitcoin/touch?by=" + LAST.plusDays(1) + "&above=" + bound)
                .jsonPath();

        assertEquals(onTheDate, touch.getDouble("probability"), 3 * touch.getDouble("standard_error"));
    }

    @Test
    void withBothBoundsEitherCounts() {
        var above = touch("above=" + 1.1 * last).getDouble("probability");
        var below = touch("below=" + 0.9 * last).getDouble("probability");
        var either = touch("above=" + 1.1 * last + "&below=" + 0.9 * last).getDouble("probability");

        assertTrue(either > Math.max(above, below) && either <= above + below, above + " " + below + " " + either);
    }

    @Test
    void theSameQuestionHasTheSameAnswerAndAnotherSeedNearlyTheSame() {
        var question = "/coins/bitcoin/touch?by=" + BY + "&above=" + 1.1 * last;
        var first = given().get(question).then().statusCode(200).extract();

        assertEquals(first.asString(), given().get(question).asString());
        given().header("If-None-Match", first.header("ETag"))
                .get(question)
                .then()
                .statusCode(304);
        var other = given().get(question + "&seed=2").jsonPath();
        assertNotEquals(first.jsonPath().getDouble("probability"), other.getDouble("probability"));
        assertEquals(
                first.jsonPath().getDouble("probability"),
                other.getDouble("probability"),
                6 * other.getDouble("standard_error"));
    }

    @Test
    void anotherModelHasAnotherAnswer() {
        var question = "/coins/bitcoin/touch?by=" + BY + "&above=" + 1.1 * last;
        var before = given().get(question).jsonPath().getLong("model.id");

        trainer.train(List.of("bitcoin"));

        await().untilAsserted(() ->
                assertNotEquals(before, given().get(question).jsonPath().getLong("model.id")));
    }

    @Test
    void drawdownsGrowWithTheQuantileAndTheDays() {
        var month = given().get("/coins/bitcoin/drawdown?days=30&quantiles=50,95,99")
                .then()
                .statusCode(200)
                .body("date", equalTo(BY))
                .body("quantiles.quantile", equalTo(List.of(50, 95, 99)))
                .extract()
                .jsonPath();
        var week =
                given().get("/coins/bitcoin/drawdown?days=7&quantiles=50,95,99").jsonPath();

        for (int k = 0; k < 3; k++) {
            var fall = month.getDouble("quantiles[" + k + "].drawdown");
            assertTrue(fall > week.getDouble("quantiles[" + k + "].drawdown") && fall < 100, month.prettify());
            assertTrue(k == 0 || fall > month.getDouble("quantiles[" + (k - 1) + "].drawdown"), month.prettify());
        }
    }

    @Test
    void theValueOfOneCoinIsItsPriceTimesTheAmount() {
        var forecast =
                given().get("/coins/bitcoin/forecast?level=80,95&horizon=30").jsonPath();

        var portfolio = given().get("/portfolio?holdings=bitcoin:2&horizon=30&levels=97.5")
                .then()
                .statusCode(200)
                .body("date", equalTo(BY))
                .body("holdings[0].share", equalTo(100.0f))
                .body("days", hasSize(30))
                .extract()
                .jsonPath();

        assertEquals(2 * last, portfolio.getDouble("value"), 0.01);
        for (int day = 0; day < 30; day += 29) {
            for (var limit : List.of("lower_80", "upper_80", "lower_95", "upper_95")) {
                var exact = 2 * forecast.getDouble("days[" + day + "]." + limit);
                assertEquals(exact, portfolio.getDouble("days[" + day + "]." + limit), 0.01 * exact, limit);
            }
        }
        var lower = 2 * forecast.getDouble("days[29].lower_95");
        assertEquals(2 * last - lower, portfolio.getDouble("risk[0].value_at_risk"), 0.01 * lower);
        assertEquals(100, portfolio.getDouble("risk[0].contributions[0].share"), 1e-9);
    }

    @Test
    void severalHoldingsSpreadTheRisk() {
        var both = given().get("/portfolio?holdings=bitcoin:0.5,ethereum:4&levels=95")
                .then()
                .statusCode(200)
                .body("holdings.coin", equalTo(List.of("bitcoin", "ethereum")))
                .body("quantiles.quantile", equalTo(List.of(5, 25, 50, 75, 95)))
                .extract()
                .jsonPath();
        var bitcoin = given().get("/portfolio?holdings=bitcoin:0.5&levels=95").jsonPath();
        var ethereum = given().get("/portfolio?holdings=ethereum:4&levels=95").jsonPath();

        var shortfall = both.getDouble("risk[0].expected_shortfall");
        assertTrue(shortfall >= both.getDouble("risk[0].value_at_risk"), both.prettify());
        assertTrue(
                shortfall
                        < bitcoin.getDouble("risk[0].expected_shortfall")
                                + ethereum.getDouble("risk[0].expected_shortfall"),
                both.prettify());
        assertEquals(
                -both.getDouble("quantiles[0].profit"),
                both.getDouble("risk[0].value_at_risk"),
                0.011,
                "the same number");
        var contributions = both.getList("risk[0].contributions.loss", Double.class);
        assertEquals(
                shortfall,
                contributions.stream().mapToDouble(Double::doubleValue).sum(),
                0.02);
        assertEquals(
                both.getDouble("quantiles[0].value") - both.getDouble("value"),
                both.getDouble("quantiles[0].profit"),
                0.02);
    }

    @Test
    void scenariosAreThePathsThatTheOtherAnswersComeFrom() throws IOException {
        var csv = given().get("/scenarios?coins=bitcoin,ethereum&horizon=30&paths=1000&seed=5")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .extract()
                .asString()
                .lines()
                .toList();
        var json = given().accept("application/x-ndjson")
                .get("/scenarios?coins=bitcoin,ethereum&horizon=30&paths=1000&seed=5")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();

        assertEquals("path,date,bitcoin,ethereum", csv.get(0));
        assertEquals(1 + 30_000, csv.size());
        assertEquals(30_000, json.size());
        var line = new ObjectMapper().readTree(json.get(30_000 - 1));
        assertArrayEquals(csv.get(30_000).split(","), new String[] {
            line.get("path").asText(),
            line.get("date").asText(),
            line.at("/prices/bitcoin").decimalValue().toPlainString(),
            line.at("/prices/ethereum").decimalValue().toPlainString()
        });
        var bound = 1.1 * last;
        var touching = csv.stream()
                .skip(1)
                .map(row -> row.split(","))
                .filter(row -> Double.parseDouble(row[2]) >= bound)
                .map(row -> row[0])
                .distinct()
                .count();
        assertEquals(
                touching / 1_000.0,
                given().get("/coins/bitcoin/touch?by=" + BY + "&above=" + bound + "&paths=1000&seed=5")
                        .jsonPath()
                        .getDouble("probability"),
                0.05);
    }

    @ParameterizedTest
    @CsvSource({
        "/coins/bitcoin/touch?above=5, 400, by",
        "/coins/bitcoin/touch?by=2026-12-22, 400, above",
        "/coins/bitcoin/touch?by=2026-12-22&above=x, 400, above",
        "/coins/bitcoin/touch?by=2026-12-22&above=-1, 422, above",
        "/coins/bitcoin/touch?by=2026-12-22&above=5&below=6, 422, above",
        "/coins/bitcoin/touch?by=2026-11-22&above=5, 422, by",
        "/coins/bitcoin/touch?by=2036-11-22&above=5, 422, by",
        "/coins/bitcoin/touch?by=2026-12-22&above=5&paths=99, 422, paths",
        "/coins/bitcoin/touch?by=2026-12-22&above=5&paths=many, 400, paths",
        "/coins/bitcoin/touch?by=2026-12-22&above=5&seed=-1, 422, seed",
        "/coins/bitcoin/touch?by=2027-12-22&above=5&paths=100000, 422, paths",
        "/coins/nocoin/touch?by=2026-12-22&above=5, 404, coin",
        "/coins/dogecoin/touch?by=2026-12-22&above=5, 404, coin",
        "/coins/bitcoin/drawdown?days=0, 422, days",
        "/coins/bitcoin/drawdown?quantiles=100, 422, quantiles",
        "/portfolio, 400, holdings",
        "'/portfolio?holdings=,', 400, holdings",
        "/portfolio?holdings=bitcoin, 400, holdings",
        "/portfolio?holdings=bitcoin:x, 400, holdings",
        "/portfolio?holdings=bitcoin:0, 422, holdings",
        "/portfolio?holdings=bitcoin:-1, 422, holdings",
        "'/portfolio?holdings=bitcoin:1,bitcoin:2', 400, holdings",
        "/portfolio?holdings=nocoin:1, 404, coin",
        "/portfolio?holdings=bitcoin:1&levels=0, 422, levels",
        "/portfolio?holdings=bitcoin:1&horizon=1001, 422, horizon",
        "/scenarios, 400, coins",
        "/scenarios?coins=nocoin, 404, coin",
        "/scenarios?coins=dogecoin, 404, coin",
        "/scenarios?coins=bitcoin&horizon=0, 422, horizon",
        "/scenarios?coins=bitcoin&horizon=1000&paths=100000, 422, paths",
    })
    void whatCannotBeAnsweredSaysWhy(String question, int status, String parameter) {
        given().get(question).then().statusCode(status).body("parameter", equalTo(parameter));
    }

    @Test
    void tooManyHoldingsAreRefused() {
        var holdings = String.join(
                ",", IntStream.range(0, 21).mapToObj(i -> "coin" + i + ":1").toList());
        given().queryParam("holdings", holdings)
                .get("/portfolio")
                .then()
                .statusCode(422)
                .body("detail", startsWith("21 holdings are too many"));
    }

    private JsonPath touch(String bounds) {
        return given().get("/coins/bitcoin/touch?by=" + BY + "&" + bounds)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
