package dev.ecoin.crawl;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class CrawlResourceTest {

    @Inject
    Crawler crawler;

    @Inject
    Service service;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void aRequestedCrawlRunsAndTellsWhatItDid() {
        var location = request("{\"coins\":[\"bitcoin\"],\"from\":\"2026-11-01\",\"to\":\"2026-11-10\"}");

        var last = watchToTheEnd(location);

        assertEquals("succeeded", last.getString("state"));
        given().get(location)
                .then()
                .statusCode(200)
                .body("mode", equalTo("range"))
                .body("state", equalTo("succeeded"))
                .body("requested_coins", equalTo(List.of("bitcoin")))
                .body("from", equalTo("2026-11-01"))
                .body("to", equalTo("2026-11-10"))
                .body("days_wanted", equalTo(10))
                .body("days_stored", equalTo(10))
                .body("days_unavailable", equalTo(0))
                .body("days_corrected", equalTo(0))
                .body("calls", equalTo(1))
                .body("retries", equalTo(0))
                .body("started_at", equalTo("2026-11-23T10:00:00Z"))
                .body("error", nullValue())
                .body("coins", hasSize(1))
                .body("coins[0].coin", equalTo("bitcoin"))
                .body("coins[0].days_stored", equalTo(10));
        assertEquals(10, service.count("daily_price WHERE day BETWEEN '2026-11-01' AND '2026-11-10'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"coins\":null,\"from\":null,\"to\":null,\"mode\":null}"})
    void anEmptyRequestIsForAllThatIsMissing(String body) {
        var last = watchToTheEnd(request(body));

        assertEquals(2 * 364, last.getInt("days_stored"));
        assertEquals(2, last.getInt("calls"));
    }

    @Test
    void progressIsToldCallByCall() {
        var stored = new ArrayList<Integer>();

        crawler.crawl(
                        new CrawlRequest(List.of("bitcoin"), LocalDate.of(2026, 11, 20), null, CrawlMode.HISTORY),
                        "test",
                        report -> stored.add(report.daysStored()))
                .orElseThrow();

        assertEquals(stored.stream().sorted().toList(), stored);
        assertEquals(0, stored.get(0));
        assertEquals(3, stored.get(stored.size() - 1));
        assertTrue(stored.size() > 3, "one report a call, besides those of begin and end");
    }

    @Test
    void aCrawlUnderWayIsCancelledAndWhatItStoredStays() throws Exception {
        service.reset("bitcoin");
        crawler.crawl(
                        new CrawlRequest(List.of(), null, LocalDate.of(2026, 1, 31), CrawlMode.RANGE),
                        "test",
                        progress -> {})
                .orElseThrow();
        var called = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        coinGecko.beforeAnswer(() -> {
            called.countDown();
            await(cancelled);
        });
        // The retries are not answered either.
        for (int repetition = 0; repetition < 3; repetition++) {
            coinGecko.failWithStall(false);
        }
        var location = request("{}");
        await(called);

        given().delete(location).then().statusCode(202);

        assertEquals("cancelled", watchToTheEnd(location).getString("state"));
        assertEquals(69, service.count("daily_price"));
        given().delete(location)
                .then()
                .statusCode(409)
                .contentType(Problem.MEDIA_TYPE)
                .body("parameter", equalTo("id"))
                .body("detail", containsString("has ended already"));
        cancelled.countDown();
    }

    @Test
    void aPausedCrawlIsCancelledAtOnceAndNotResumed() {
        coinGecko.fail(429, Map.of("Retry-After", "7200"), "{\"status\":{\"error_code\":429}}");
        var paused =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        given().delete("/crawls/" + paused.id())
                .then()
                .statusCode(202)
                .body("state", equalTo("cancelled"))
                .body("paused_until", nullValue());
    }

    @Test
    void theNewestCrawlsAreListedFirstAndByState() {
        var first = crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                .orElseThrow()
                .id();
        coinGecko.fail(400, Map.of(), "{\"status\":{\"error_code\":10010,\"error_message\":\"wrong host\"}}");
        service.query("DELETE FROM daily_price WHERE coin = 'bitcoin'");
        var second = crawler.crawl(CrawlRequest.everything(), "test", progress -> {})
                .orElseThrow()
                .id();

        given().get("/crawls")
                .then()
                .statusCode(200)
                .body("id", equalTo(List.of((int) second, (int) first)))
                .body("state", equalTo(List.of("failed", "succeeded")))
                .body("[0].coins", nullValue())
                .body("[0].error", containsString("ecoin.coingecko.plan"));
        given().get("/crawls?state=succeeded").then().body("id", equalTo(List.of((int) first)));
        given().get("/crawls?limit=1").then().body("id", equalTo(List.of((int) second)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"coin\":\"bitcoin\"}; 400; coin; unknown field 'coin'",
                "{\"coins\":\"bitcoin\"}; 400; coins; not of the right type",
                "{\"coins\":[]}; 400; coins; not a list of coins",
                "{\"coins\":[1]}; 400; coins[0]; cannot be read",
                "{\"coins\":[null]}; 400; coins; not a list of coins",
                "{\"coins\":[\"bitcoin\",\"dogecoin\"]}; 422; coins; no coin 'dogecoin'",
                "{\"from\":\"01.11.2026\"}; 400; from; not a date",
                "{\"from\":20261101}; 400; from; cannot be read",
                "{\"to\":\"2026-02-30\"}; 400; to; not a date",
                "{\"to\":\"2026-11-23\"}; 422; to; is not over",
                "{\"from\":\"2026-11-23\"}; 422; from; is after 2026-11-22",
                "{\"from\":\"2026-11-02\",\"to\":\"2026-11-01\"}; 422; from; is after 2026-11-01",
                "{\"mode\":\"all\"}; 400; mode; cannot be read",
                "[]; 400; body; not of the right type",
                "{; 400; body; not JSON"
            })
    void aRequestThatCannotBeMetIsAProblemThatNamesTheField(String body, int status, String field, String what) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/crawls")
                .then()
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("parameter", equalTo(field))
                .body("detail", containsString(what));
        assertEquals(0, service.count("crawl_run"));
    }

    @Test
    void ofManyKnownCoinsAnUnknownOnesProblemNamesTwenty() {
        service.query("INSERT INTO coin (id) SELECT 'coin-' || n FROM generate_series(100, 199) AS n");

        given().contentType(ContentType.JSON)
                .body("{\"coins\":[\"dogecoin\"]}")
                .post("/crawls")
                .then()
                .statusCode(422)
                .body("valid", endsWith("coin-118 and more, see /coins"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "x", "-1", "99999999999999999999"})
    void anUnknownCrawlIsA404(String id) {
        for (var path : List.of("/crawls/" + id, "/crawls/" + id + "/events")) {
            given().get(path)
                    .then()
                    .statusCode(404)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("parameter", equalTo("id"));
        }
        given().delete("/crawls/" + id).then().statusCode(404).body("value", equalTo(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/crawls/%s", "/trainings/%s"})
    void anIdThatIsNoneIsA404OnBothLists(String path) {
        for (var id : List.of("x", "-1", "0", "99999999999999999999")) {
            problem(given().get(path.formatted(id)).then(), 404, "id", id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "state; gone; 400; There is no state 'gone'",
                "limit; 0; 422; The parameter 'limit' is 0. Valid: a whole number from 1 to 1000.",
                "limit; -1; 422; The parameter 'limit' is -1. Valid: a whole number from 1 to 1000.",
                "limit; 1001; 422; The parameter 'limit' is 1001. Valid: a whole number from 1 to 1000.",
                "limit; many; 400; The parameter 'limit' is not a whole number",
                "limit; 1.5; 400; The parameter 'limit' is not a whole number"
            })
    void aParameterThatIsOutOfPlaceIsTheSameProblemOnEveryList(String name, String value, int status, String detail) {
        for (var list : List.of("/crawls", "/trainings", "/coins")) {
            problem(given().queryParam(name, value).get(list).then(), status, name, value)
                    .body("detail", startsWith(detail));
        }
        if (name.equals("limit")) {
            problem(given().queryParam(name, value).get("/coins/bitcoin/models").then(), status, name, value)
                    .body("detail", startsWith(detail));
        }
    }

    private static String request(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/crawls")
                .then()
                .statusCode(202)
                .body("id", greaterThan(0))
                .header("Location", containsString("/crawls/"))
                .extract()
                .header("Location");
    }

    /** Returns the last event. */
    private static JsonPath watchToTheEnd(String location) {
        return lastOf(given().get(location + "/events").then().statusCode(200));
    }

    private static JsonPath lastOf(ValidatableResponse events) {
        var lines = events.extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .toList();
        assertTrue(!lines.isEmpty());
        return JsonPath.from(lines.get(lines.size() - 1).substring("data:".length()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
