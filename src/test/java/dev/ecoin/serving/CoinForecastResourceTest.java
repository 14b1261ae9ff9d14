package dev.ecoin.serving;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class CoinForecastResourceTest {

    private static final String PATH = "/coins/{coin}/forecast";
    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    PriceRepository prices;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
    }

    @Test
    void byDefaultItIsThirtyDaysWithTheirLimitsAndWhereTheyComeFrom() {
        var active = models.active("bitcoin").await().indefinitely().orElseThrow();
        var forecast = active.fitted().forecast(30, 80, 95);

        var body = get(Map.of())
                .statusCode(200)
                .contentType("application/json")
                .body("coin", equalTo("bitcoin"))
                .body("currency", equalTo("usd"))
                .body("model.id", equalTo((int) active.id()))
                .body("model.state", equalTo((int) active.state()))
                .body("model.order", equalTo(active.name()))
                .body("model.origin", equalTo("2026-11-22"))
                .body("model.trained_at", equalTo("2026-11-23T10:00:00Z"))
                .body("model.made_at", equalTo("2026-11-23T10:00:00Z"))
                .body("point", equalTo("median"))
                .body("levels", contains(80, 95))
                .body("days", hasSize(30))
                .body("days[0].keySet()", contains("day", "price", "lower_80", "upper_80", "lower_95", "upper_95"))
                .extract()
                .jsonPath();

        for (int step = 0; step < 30; step++) {
            var day = "days[" + step + "].";
            assertEquals(LAST.plusDays(step + 1L).toString(), body.getString(day + "day"));
            assertShown(forecast.median(step), body.getString(day + "price"));
            assertShown(forecast.lower(0, step), body.getString(day + "lower_80"));
            assertShown(forecast.upper(0, step), body.getString(day + "upper_80"));
            assertShown(forecast.lower(1, step), body.getString(day + "lower_95"));
            assertShown(forecast.upper(1, step), body.getString(day + "upper_95"));
        }
    }

    private static void assertShown(double value, String shown) {
        assertEquals(0, PriceDigits.round(value).compareTo(new BigDecimal(shown)), value + " was shown as " + shown);
    }

    @Test
    void theLastDayCanBeGivenInPlaceOfTheHorizonButNotBeside() {
        assertEquals(body(Map.of("to", "2026-12-01")), body(Map.of("horizon", "9")));
        problem(get(Map.of("to", "2026-12-01", "horizon", "9")), 400, "horizon", "9")
                .body("detail", containsString("exclude each other"));
    }

    @Test
    void levelsAreSortedWithoutRepetitionAndNamedAsNumbers() {
        get(Map.of("level", "99.90,50.0,50"))
                .statusCode(200)
                .body("levels", contains(50, 99.9f))
                .body("days[0].keySet()", contains("day", "price", "lower_50", "upper_50", "lower_99.9", "upper_99.9"));
    }

    @Test
    void anEmptyLevelGivesPricesAlone() {
        get(Map.of("level", ""))
                .statusCode(200)
                .body("levels", empty())
                .body("days[0].keySet()", contains("day", "price"));
    }

    @Test
    void csvHasAHeaderAndTheSameNumbers() {
        var csv = given().accept("text/csv")
                .pathParam("coin", "bitcoin")
                .get(PATH + "?horizon=3&level=80,95")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString()
                .split("\r\n");
        assertEquals("coin,date,price,lower_80,upper_80,lower_95,upper_95,currency", csv[0]);
        assertEquals(4, csv.length);
        var json = body(Map.of("horizon", "3"));
        for (int step = 0; step < 3; step++) {
            var line = csv[step + 1].split(",");
            assertEquals("bitcoin", line[0]);
            assertEquals("usd", line[7]);
            assertTrue(
                    json.contains(("{\"day\":\"%s\",\"price\":%s,\"lower_80\":%s,\"upper_80\":%s,\"lower_95\":%s,"
                                    + "\"upper_95\":%s}")
                            .formatted((Object[]) Arrays.copyOfRange(line, 1, 7))),
                    csv[step + 1] + " is not in " + json);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json             | application/json",
                "*/*                          | application/json",
                "text/*                       | text/csv",
                "text/csv;q=0.9, */*;q=0.1    | text/csv",
                "application/json;q=0, */*    | text/csv",
                "text/html, text/csv          | text/csv",
                "application/json, text/csv   | application/json",
                "nonsense, application/json   | application/json"
            })
    void theClientChoosesTheRepresentation(String accept, String contentType) {
        given().header("Accept", accept)
                .pathParam("coin", "bitcoin")
                .get(PATH)
                .then()
                .statusCode(200)
                .contentType(contentType)
                .header("Vary", "Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json;q=0", "nonsense", "text/csv;q=x"})
    void anotherRepresentationIsA406ThatNamesTheTwo(String accept) {
        problem(
                        given().header("Accept", accept)
                                .pathParam("coin", "bitcoin")
                                .get(PATH)
                                .then(),
                        406,
                        "Accept",
                        accept)
                .body("valid", equalTo("application/json, text/csv"));
    }

    @ParameterizedTest
    @CsvSource({
        "horizon, 0, 422, a whole number from 1 to 1000",
        "horizon, 1001, 422, a whole number from 1 to 1000",
        "horizon, 999999999999, 400, a whole number from 1 to 1000",
        "horizon, -1, 400, a whole number from 1 to 1000",
        "horizon, ten, 400, a whole number from 1 to 1000",
        "horizon, 1.5, 400, a whole number from 1 to 1000",
        "to, 2026-11-22, 422, a date from 2026-11-23 to 2029-08-18",
        "to, 2029-08-19, 422, a date from 2026-11-23 to 2029-08-18",
        "to, soon, 400, a date such as 2026-12-31",
        "level, 100, 422, percentages above 0 and below 100",
        "level, 0, 422, percentages above 0 and below 100",
        "level, 0.000, 422, percentages above 0 and below 100",
        "level, 95%, 400, percentages above 0 and below 100",
        "level, -5, 400, percentages above 0 and below 100",
        "level, 1e1, 400, percentages above 0 and below 100",
        "level, 99.9999, 400, percentages above 0 and below 100",
        "level, NaN, 400, percentages above 0 and below 100",
        "model, 0, 404, ''",
        "model, latest, 404, ''",
        "model, 99999999999999999999, 404, ''"
    })
    void whatCannotBeAnsweredIsAProblemThatNamesTheParameter(String parameter, String value, int status, String valid) {
        problem(get(Map.of(parameter, value)), status, parameter, value).body("valid", containsString(valid));
    }

    @Test
    void moreLevelsThanTenAreTooMany() {
        get(Map.of("level", "1,2,3,4,5,6,7,8,9,10")).statusCode(200).body("levels", hasSize(10));
        problem(get(Map.of("level", "1,2,3,4,5,6,7,8,9,10,11")), 422, "level", "1,2,3,4,5,6,7,8,9,10,11");
        problem(get(Map.of("level", "80,,95")), 400, "level", "");
    }

    @Test
    void anUnknownCoinAndOneWithoutAModelAre404s() {
        problem(get("no-such-coin", Map.of()), 404, "coin", "no-such-coin").body("valid", equalTo("bitcoin"));
        problem(get("ethereum", Map.of()), 404, "coin", "ethereum").body("detail", containsString("no model yet"));
    }

    @Test
    void anEarlierModelForecastsWhenAskedForAndAnotherCoinsDoesNot() {
        var first = models.active("bitcoin").await().indefinitely().orElseThrow();
        service.storeWalk("ethereum", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin", "ethereum"));
        var second = models.active("bitcoin").await().indefinitely().orElseThrow();
        var foreign = models.active("ethereum").await().indefinitely().orElseThrow();

        assertNotEquals(first.id(), second.id());
        get(Map.of()).body("model.id", equalTo((int) second.id()));
        get(Map.of("model", Long.toString(first.id()))).statusCode(200).body("model.id", equalTo((int) first.id()));
        get(Map.of("model", Long.toString(second.id()))).body("model.id", equalTo((int) second.id()));
        problem(get(Map.of("model", Long.toString(foreign.id()))), 404, "model", Long.toString(foreign.id()))
                .body("valid", equalTo(second.id() + ", " + first.id()));
    }

    @Test
    void theFlatLineOfARandomWalkIsExplained() {
        get(Map.of())
                .body("model.order", equalTo("(0,1,0)"))
                .body("days.price.unique()", hasSize(1))
                .body("notes", contains(allOf(startsWith("The forecast is flat"), containsString("random walk"))));
    }

    @Test
    void aFallbackSaysThatItIsOneAndWhy() {
        var days = IntStream.range(0, 40)
                .mapToObj(i -> new DailyPrice(LAST.minusDays(39 - i), BigDecimal.TEN, null, null))
                .toList();
        prices.store("ethereum", PriceSource.SAMPLE, days);
        trainer.train(List.of("ethereum"));
        var fallback =
                models.active("ethereum").await().indefinitely().orElseThrow().fallback();

        get("ethereum", Map.of())
                .statusCode(200)
                .body("model.order", equalTo("naive"))
                .body("notes[0]", allOf(containsString("stands in for a SARIMA model"), containsString(fallback)));
    }

    @Test
    void anOldOriginIsRemarkedUponFromTheFourthDayOn() {
        clock.advance(Duration.ofDays(2));
        get(Map.of()).body("notes", everyItem(not(containsString("days old"))));
        clock.advance(Duration.ofDays(1));
        get(Map.of()).body("notes[0]", containsString("on 2026-11-22, is 4 days old"));
    }

    @Test
    void aCorruptModelGivesWayToAnIntactOneAndTheAnswerSaysSo() {
        var first = models.active("bitcoin").await().indefinitely().orElseThrow();
        trainer.train(List.of("bitcoin"));
        var second = models.active("bitcoin").await().indefinitely().orElseThrow();
        service.query("UPDATE model_state SET blob = '\\x00' WHERE model = $1", second.id());
        service.query("UPDATE model SET blob = '\\x00' WHERE id = $1", second.id());
        service.query("UPDATE active_model SET pinned = pinned");

        eventually(() -> get(Map.of())
                .statusCode(200)
                .body("model.id", equalTo((int) first.id()))
                .body(
                        "notes[0]",
                        allOf(
                                startsWith("The active model, " + second.id()
                                        + " in its state of 2026-11-22, cannot be read"),
                                containsString("newest intact one"))));
    }

    @Test
    void whoHasTheAnswerIsToldSoWithoutItsBody() {
        var tag = get(Map.of()).statusCode(200).extract().header("ETag");
        assertTrue(tag.matches("\"[\\w-]{22}\""), tag);
        for (var known : List.of(tag, "W/" + tag, "*", "\"other\", " + tag, "\"a,b\" ,W/" + tag + ",")) {
            given().header("If-None-Match", known)
                    .pathParam("coin", "bitcoin")
                    .get(PATH)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .header("Vary", "Accept")
                    .header("Cache-Control", "no-cache")
                    .body(equalTo(""));
        }
        for (var other : List.of("\"other\"", "nonsense", ",,,", tag.replace("\"", ""))) {
            given().header("If-None-Match", other)
                    .pathParam("coin", "bitcoin")
                    .get(PATH)
                    .then()
                    .statusCode(200)
                    .header("ETag", tag);
        }
    }

    @Test
    void theTagChangesWithTheModelTheOptionsAndTheRepresentation() {
        var tags = new HashSet<String>();
        for (var parameters : List.of(Map.<String, String>of(), Map.of("horizon", "31"), Map.of("level", "80"))) {
            tags.add(get(parameters).extract().header("ETag"));
        }
        tags.add(given().accept("text/csv")
                .pathParam("coin", "bitcoin")
                .get(PATH)
                .header("ETag"));
        trainer.train(List.of("bitcoin"));
        eventually(() -> assertTrue(tags.add(get(Map.of()).extract().header("ETag"))));
        assertEquals(5, tags.size());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().untilAsserted(assertion);
    }

    private static String body(Map<String, String> parameters) {
        return get(parameters).statusCode(200).extract().asString();
    }

    private static ValidatableResponse get(Map<String, String> parameters) {
        return get("bitcoin", parameters);
    }

    private static ValidatableResponse get(String coin, Map<String, String> parameters) {
        return given().pathParam("coin", coin).queryParams(parameters).get(PATH).then();
    }
}
