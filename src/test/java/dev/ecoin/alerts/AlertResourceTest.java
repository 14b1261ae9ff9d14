package dev.ecoin.alerts;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.Runs;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class AlertResourceTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    Runs runs;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    private BigDecimal last;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        last = service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE)
                .get(299)
                .price();
        trainer.train(List.of("bitcoin"));
    }

    @Test
    void aRuleIsAddedWithWhatItSaysNow() {
        var address = add("""
                {"name": " Above ", "coins": ["bitcoin"], "condition": {"kind": "probability", "above": 1, "days": 30,
                 "at_least": 0.5}}""")
                .statusCode(201)
                .header("Location", startsWith("http://localhost:"))
                .body("alert.name", equalTo("Above"))
                .body("alert.coins", equalTo(List.of("bitcoin")))
                .body("alert.condition.kind", equalTo("probability"))
                .body("alert.condition.margin", equalTo(0.05f))
                .body("alert.description", equalTo("Probability of a price above 1 USD 30 days ahead is at least 0.5"))
                .body("alert.enabled", equalTo(true))
                .body("alert.created_by", equalTo("operator"))
                .body("now", hasSize(1))
                .body("now[0].coin", equalTo("bitcoin"))
                .body("now[0].standing", equalTo("met"))
                .body("coins_covered", equalTo(1))
                .extract()
                .header("Location");

        service.awaitRequestedWork();

        given().get(address)
                .then()
                .statusCode(200)
                .body("firing", equalTo(List.of("bitcoin")))
                .body("evaluated_at", equalTo("2026-11-23T10:00:00Z"))
                .body("states", hasSize(1))
                .body("states[0].firing", equalTo(true))
                .body("states[0].since", equalTo("2026-11-23T10:00:00Z"))
                .body("states[0].value", equalTo(1));
        given().get(address + "/history")
                .then()
                .statusCode(200)
                .body("events.event", equalTo(List.of("fired")))
                .body("events[0].coin", equalTo("bitcoin"))
                .body("events[0].text", containsString("is 1, at least 0.5"))
                .body("next", nullValue());
        given().get("/alerts?firing=true").then().body("alerts", hasSize(1)).body("alerts[0].states", nullValue());
    }

    @Test
    void aDryRunStoresNothing() {
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"x\", \"condition\": {\"kind\": \"fallback\"}}")
                .post("/alerts?dry_run=true")
                .then()
                .statusCode(200)
                .body("alert.id", nullValue())
                .body("now.coin", equalTo(List.of("bitcoin", "ethereum")))
                .body("now.standing", equalTo(List.of("not_met", "unknown")));

        given().get("/alerts").then().body("alerts", hasSize(0));
    }

    @Test
    void theNumbersAreThoseOfTheEndpoints() {
        var above = last.multiply(new BigDecimal("1.05")).setScale(2, java.math.RoundingMode.HALF_EVEN);
        var probability = number("/coins/bitcoin/probability?date=2026-12-22&above=" + above, "probability");
        var touch = number("/coins/bitcoin/touch?by=2026-12-22&above=" + above, "probability");
        var returns = number("/coins/bitcoin/probability?date=2026-12-02&return_below=-10", "probability");
        var anomaly = number("/coins/bitcoin/anomalies?level=90", "newest.probability");
        var forecast =
                given().get("/coins/bitcoin/forecast?horizon=30&level=80").jsonPath();
        var width = (forecast.getDouble("days[29].upper_80") - forecast.getDouble("days[29].lower_80"))
                / forecast.getDouble("days[29].price");

        assertEquals(
                probability, now("{\"kind\":\"probability\",\"above\":" + above + ",\"days\":30,\"at_least\":0.9}"));
        assertEquals(
                touch, now("{\"kind\":\"touch\",\"above\":" + above + ",\"date\":\"2026-12-22\",\"at_least\":0.9}"));
        assertEquals(returns, now("{\"kind\":\"probability\",\"return_below\":-10,\"days\":10,\"at_least\":0.9}"));
        assertEquals(anomaly, now("{\"kind\":\"anomaly\",\"level\":90}"));
        assertEquals(width, now("{\"kind\":\"interval_width\",\"days\":30,\"at_least\":9}"), 1e-4);
        assertEquals(1, now("{\"kind\":\"stale_prices\",\"older_than_days\":1}"));
        assertEquals(0, now("{\"kind\":\"drift\"}"));
    }

    @Test
    void aRuleClearsBelowItsMarginAlone() {
        var id = id(add("{\"name\": \"old\", \"condition\": {\"kind\": \"stale_prices\", \"older_than_days\": 2}}"));
        service.awaitRequestedWork();
        events(id).body("events", hasSize(0));

        clock.advance(Duration.ofDays(2));
        evaluate();
        clock.advance(Duration.ofDays(1));
        evaluate();
        events(id)
                .body("events", hasSize(1))
                .body("events[0].event", equalTo("fired"))
                .body("events[0].at", equalTo("2026-11-25T10:00:00Z"))
                .body("events[0].text", equalTo("The newest price, of 2026-11-22, is 3 days old"));
        given().get("/alerts/" + id)
                .then()
                .body("states[0].since", equalTo("2026-11-25T10:00:00Z"))
                .body("states[0].evaluated_at", equalTo("2026-11-26T10:00:00Z"))
                .body("states[1].standing", equalTo("unknown"));

        service.storeWalk("bitcoin", LAST.plusDays(3), 3, PriceSource.SAMPLE);
        evaluate();
        events(id).body("events.event", equalTo(List.of("cleared", "fired")));
    }

    @Test
    void whatIsDisabledChangedOrRemovedClears() {
        var id = id(add("{\"name\": \"x\", \"condition\": {\"kind\": \"stale_prices\", \"older_than_days\": 1}}"));
        clock.advance(Duration.ofDays(1));
        evaluate();

        change(id, "{\"enabled\": false}")
                .statusCode(200)
                .body("alert.enabled", equalTo(false))
                .body("alert.name", equalTo("x"));
        events(id)
                .body("events.event", equalTo(List.of("cleared", "fired")))
                .body("events[0].text", equalTo("The alert was disabled"));
        change(id, "{\"enabled\": true, \"name\": \"y\", \"coins\": [\"bitcoin\"]}")
                .statusCode(200);
        service.awaitRequestedWork();
        events(id).body("events", hasSize(3)).body("events[0].event", equalTo("fired"));

        given().delete("/alerts/" + id).then().statusCode(204);
        given().get("/alerts/" + id).then().statusCode(404);
        given().delete("/alerts/" + id).then().statusCode(404);
    }

    @Test
    void aCoinThatIsNoLongerCoveredClears() {
        var id = id(add("{\"name\": \"x\", \"condition\": {\"kind\": \"stale_prices\", \"older_than_days\": 1}}"));
        clock.advance(Duration.ofDays(1));
        evaluate();
        given().contentType(ContentType.JSON)
                .body("{\"state\": \"paused\"}")
                .put("/coins/bitcoin")
                .then()
                .statusCode(200);

        evaluate();

        events(id)
                .body("events[0].event", equalTo("cleared"))
                .body("events[0].text", equalTo("The rule is no longer about bitcoin"));
        given().get("/alerts/" + id).then().body("states.coin", equalTo(List.of("ethereum")));
    }

    @Test
    void aDateThatHasPassedClears() {
        var id = id(add(
                "{\"name\": \"x\", \"coins\": [\"bitcoin\"], \"condition\": {\"kind\": \"touch\", \"above\": 1, \"date\":"
                        + " \"2026-11-24\", \"at_least\": 0.1}}"));
        service.awaitRequestedWork();
        events(id).body("events", hasSize(1));

        service.storeWalk("bitcoin", LAST.plusDays(2), 2, PriceSource.SAMPLE);
        trainer.advance();
        evaluate();

        events(id).body("events[0].text", equalTo("The date 2026-11-24 is over: prices are known up to 2026-11-24"));
    }

    @Test
    void theHistoryComesInPages() {
        var id = id(
                add(
                        "{\"name\": \"x\", \"coins\": [\"bitcoin\"], \"condition\": {\"kind\": \"stale_prices\", \"older_than_days\": 1}}"));
        clock.advance(Duration.ofDays(1));
        evaluate();
        change(id, "{\"enabled\": false}");
        change(id, "{\"enabled\": true}");
        service.awaitRequestedWork();

        var next = given().get("/alerts/" + id + "/history?limit=2")
                .then()
                .body("events.event", equalTo(List.of("fired", "cleared")))
                .body("next", endsWith("&limit=2"))
                .extract()
                .<String>path("next");
        given().get(next).then().body("events", hasSize(1)).body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"condition\": {\"kind\": \"fallback\"}} | 400 | name",
                "{\"name\": \"x\"} | 400 | condition",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"moon\"}} | 400 | condition.kind",
                "{\"name\": \"x\", \"condition\": {}} | 400 | condition.kind",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"fallback\", \"level\": 3}} | 400 | level",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"probability\", \"days\": 3, \"at_least\": 0.5}} | 400 | condition.above",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"probability\", \"above\": 3, \"at_least\": 0.5}} | 400 | condition.days",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"probability\", \"above\": 3, \"days\": 3}} | 400 | condition.at_least",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"touch\", \"above\": 3, \"days\": 3, \"at_least\": 1.5}} | 422 | condition.at_least",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"touch\", \"above\": 3, \"days\": 3, \"at_least\": 0.5, \"margin\": 0.5}} | 422 | condition.margin",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"touch\", \"above\": 3, \"below\": 4, \"days\": 3, \"at_least\": 0.5}} | 422 | condition.above",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"touch\", \"above\": 1e999999999, \"days\": 3, \"at_least\": 0.5}} | 422 | condition.above",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"touch\", \"above\": 3, \"days\": 1001, \"at_least\": 0.5}} | 422 | condition.days",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"anomaly\", \"level\": 100}} | 422 | condition.level",
                "{\"name\": \"x\", \"condition\": {\"kind\": \"stale_prices\", \"older_than_days\": 0}} | 422 | condition.older_than_days",
                "{\"name\": \"x\", \"coins\": [\"dogecoin\"], \"condition\": {\"kind\": \"fallback\"}} | 422 | coins",
                "{\"name\": \"x\", \"webhooks\": [7], \"condition\": {\"kind\": \"fallback\"}} | 422 | webhooks"
            })
    void aRuleThatCannotBeIsRefused(String body, int status, String parameter) {
        add(body).statusCode(status).body("parameter", equalTo(parameter)).body("valid", notNullValue());
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/alerts?dry_run=true")
                .then()
                .statusCode(status)
                .body("parameter", equalTo(parameter));
        given().get("/alerts").then().body("alerts", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NaN                  | body                 | a JSON object",
                "\"31.12.2026\"         | condition.date       | a date such as 2026-12-31",
                "20261231             | condition.date       | a date such as 2026-12-31",
                "[2026, 12, 31]       | condition.date       | a date such as 2026-12-31",
                "[]                   | condition.date       | a date such as 2026-12-31",
                "\"\"                   | condition.date       | a date such as 2026-12-31"
            })
    void theProblemSaysWhatADateLooksLike(String date, String parameter, String valid) {
        add("{\"name\": \"x\", \"condition\": {\"kind\": \"touch\", \"above\": 3, \"at_least\": 0.5, \"date\": " + date
                        + "}}")
                .statusCode(400)
                .body("parameter", equalTo(parameter))
                .body("valid", equalTo(valid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "2147483648", "\"3\""})
    void theProblemSaysThatDaysAreAWholeNumber(String days) {
        add("{\"name\": \"x\", \"condition\": {\"kind\": \"touch\", \"above\": 3, \"at_least\": 0.5, \"days\": " + days
                        + "}}")
                .statusCode(400)
                .body("parameter", equalTo("condition.days"))
                .body("valid", equalTo("a whole number of up to nine digits"));
    }

    @Test
    void everybodyReadsAndTheOperatorChanges() {
        var id = id(add("{\"name\": \"x\", \"condition\": {\"kind\": \"fallback\"}}"));

        given().auth().none().get("/alerts/" + id).then().statusCode(200);
        given().auth().none().delete("/alerts/" + id).then().statusCode(401);
        problem(given().get("/alerts/x").then(), 404, "id", "x");
    }

    private ValidatableResponse add(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/alerts").then();
    }

    private static int id(ValidatableResponse added) {
        return added.statusCode(201).extract().path("alert.id");
    }

    private static ValidatableResponse change(int id, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .put("/alerts/" + id)
                .then();
    }

    private static ValidatableResponse events(int id) {
        return given().get("/alerts/" + id + "/history").then().statusCode(200);
    }

    private void evaluate() {
        runs.request(Evaluator.request("test"));
        service.awaitRequestedWork();
    }

    private static double number(String address, String path) {
        return given().get(address).then().statusCode(200).extract().jsonPath().getDouble(path);
    }

    private static double now(String condition) {
        return given().contentType(ContentType.JSON)
                .body("{\"name\": \"x\", \"coins\": [\"bitcoin\"], \"condition\": " + condition + "}")
                .post("/alerts?dry_run=true")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getDouble("now[0].value");
    }
}
