package dev.ecoin.alerts;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules would have done on the prices of the sample. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class AlertBacktestTest {

    private static final LocalDate LAST = LocalDate.of(2026, 8, 8);

    /** What the tables hold once they are prepared: the tests only read. */
    private static String prepared;

    @Inject
    Service service;

    @Inject
    PriceRepository prices;

    @Inject
    Trainer trainer;

    private final Map<LocalDate, Double> sample = sample();

    @BeforeEach
    void start() {
        if (!service.fingerprint().equals(prepared)) {
            service.reset("bitcoin", "ethereum");
            prices.store(
                    "bitcoin",
                    PriceSource.SAMPLE,
                    sample.entrySet().stream()
                            .map(day -> new DailyPrice(day.getKey(), BigDecimal.valueOf(day.getValue()), null, null))
                            .toList());
            trainer.train(List.of("bitcoin"));
            prepared = service.fingerprint();
        }
    }

    private static Map<LocalDate, Double> sample() {
        try (var lines = Files.lines(Path.of("src/main/resources/sample/prices-usd.csv"))) {
            return lines.filter(line -> !line.startsWith("#") && !line.startsWith("day"))
                    .map(line -> line.split(","))
                    .collect(Collectors.toMap(
                            row -> LocalDate.parse(row[0]),
                            row -> Double.valueOf(row[1]),
                            (one, other) -> one,
                            TreeMap::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/alerts/backtest")
                .then();
    }

    private static JsonPath backtest(String condition, String rest) {
        return post("{\"coin\":\"bitcoin\",\"condition\":" + condition + rest + "}")
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void alertsOfThePastComeTrueAsOftenAsTheySay() {
        var answer = backtest(
                "{\"kind\":\"probability\",\"return_above\":-7,\"days\":7,\"at_least\":0.85}",
                ",\"from\":\"2023-08-09\"");

        assertEquals("2023-08-09", answer.getString("from"));
        assertEquals(LAST.toString(), answer.getString("to"));
        assertEquals(1096, answer.getInt("days"));
        assertEquals("usd", answer.getString("currency"));
        var count = answer.getInt("met.count");
        assertTrue(count > 300 && count <= 1096, count + " days");
        // The newest seven days are not decided.
        assertTrue(answer.getInt("met.decided") >= count - 7);
        var share = answer.getDouble("met.share");
        assertTrue(share > 0.85 && share < 0.98, "share " + share);
        assertEquals(answer.getDouble("met.expected"), share, 0.05);
        assertEquals(answer.getInt("alerts.count"), answer.getList("fired").size());
        assertTrue(answer.getInt("alerts.count") < count);
        answer.<Map<String, Object>>getList("fired").forEach(this::assertCameTrueAsPricesSay);
    }

    /** By the prices themselves. */
    private void assertCameTrueAsPricesSay(Map<String, Object> fired) {
        var day = LocalDate.parse((String) fired.get("day"));
        var by = LocalDate.parse((String) fired.get("by"));
        assertEquals(day.plusDays(7), by);
        assertEquals(sample.get(day), ((Number) fired.get("price")).doubleValue(), 0.01);
        assertEquals(
                by.isAfter(LAST) ? null : Boolean.valueOf(sample.get(by) > 0.93 * sample.get(day)),
                fired.get("came_true"));
        assertTrue(((Number) fired.get("value")).doubleValue() >= 0.85);
    }

    @Test
    void noDayKnowsOfALaterOne() {
        var condition = "{\"kind\":\"probability\",\"return_above\":-7,\"days\":7,\"at_least\":0.85}";
        var all = backtest(condition, ",\"from\":\"2024-01-01\",\"to\":\"2024-06-30\"");

        // As if the prices from July on were others.
        service.query("UPDATE daily_price SET price = price * 3 WHERE day > '2024-06-30'");
        try {
            var others = backtest(condition, ",\"from\":\"2024-01-01\",\"to\":\"2024-06-30\"");
            for (var field : List.of("day", "cleared", "price", "value")) {
                assertEquals(all.<Object>getList("fired." + field), others.getList("fired." + field));
            }
            assertEquals(all.getInt("met.count"), others.getInt("met.count"));
        } finally {
            service.query("UPDATE daily_price SET price = price / 3 WHERE day > '2024-06-30'");
        }
        // Where a range begins changes nothing of its days.
        var later = backtest(condition, ",\"from\":\"2024-03-01\",\"to\":\"2024-06-30\"");
        var values = later.<Number>getList("fired.value");
        assertTrue(all.<Number>getList("fired.value").containsAll(values.subList(0, Math.max(0, values.size() - 1))));
    }

    @Test
    void boundsMayMoveWithThePriceAndDatesBecomeDaysAhead() {
        var above = new BigDecimal(sample.get(LAST) * 1.05).setScale(2, RoundingMode.HALF_UP);
        var condition =
                "{\"kind\":\"touch\",\"above\":" + above + ",\"date\":\"" + LAST.plusDays(10) + "\",\"at_least\":0.4}";
        var answer = backtest(condition, ",\"relative\":true,\"from\":\"2026-05-01\"");

        assertEquals(10, answer.getInt("condition.days"));
        assertEquals(5.0, answer.getDouble("condition.return_above"), 1e-3);
        assertNull(answer.<Object>get("condition.above"));
        answer.<Map<String, Object>>getList("fired").forEach(fired -> {
            var day = LocalDate.parse((String) fired.get("day"));
            var bound = sample.get(day) * (1 + answer.getDouble("condition.return_above") / 100);
            var highest = day.plusDays(1)
                    .datesUntil(day.plusDays(11))
                    .filter(sample::containsKey)
                    .mapToDouble(sample::get)
                    .max()
                    .orElse(0);
            var decided = !day.plusDays(10).isAfter(LAST) || highest >= bound;
            assertEquals(decided ? Boolean.valueOf(highest >= bound) : null, fired.get("came_true"));
        });
    }

    @Test
    void widthsFireAndDecideNothing() {
        var answer = backtest("{\"kind\":\"interval_width\",\"days\":7,\"at_least\":0.1}", ",\"from\":\"2025-08-09\"");
        assertTrue(answer.getInt("met.count") > 0);
        assertEquals(0, answer.getInt("met.decided"));
        assertNull(answer.<Object>get("met.share"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400|coin|",
                "{\"coin\":\"bitcoin\"}|400|condition|",
                "{\"coin\":\"nocoin\",\"condition\":{\"kind\":\"probability\",\"above\":1,\"days\":7,\"at_least\":0.9}}|422|coin|nocoin",
                "{\"coin\":\"ethereum\",\"condition\":{\"kind\":\"probability\",\"above\":1,\"days\":7,\"at_least\":0.9}}|422|coin|ethereum",
                "{\"coin\":\"bitcoin\",\"condition\":{\"kind\":\"stale_prices\",\"older_than_days\":3}}|422|condition.kind|",
                "{\"coin\":\"bitcoin\",\"from\":\"2026-01-02\",\"to\":\"2026-01-01\",\"condition\":{\"kind\":\"probability\",\"above\":1,\"days\":7,\"at_least\":0.9}}|422|from|2026-01-02",
                "{\"coin\":\"bitcoin\",\"from\":\"2000-01-02\",\"condition\":{\"kind\":\"probability\",\"above\":1,\"days\":7,\"at_least\":0.9}}|422|from|2000-01-02",
                "{\"coin\":\"bitcoin\",\"from\":\"2022-08-09\",\"condition\":{\"kind\":\"touch\",\"above\":1,\"days\":365,\"at_least\":0.9}}|422|from|2022-08-09",
            })
    void whatCannotBeAskedIsAProblem(String body, int status, String field, String value) {
        problem(post(body), status, field, value);
    }

    @Test
    void aRuleIsAskedByItsNumber() {
        var id = given().contentType("application/json")
                .body("{\"name\":\"No fall\",\"coins\":[\"bitcoin\"],\"condition\":{\"kind\":\"probability\","
                        + "\"above\":60000,\"days\":7,\"at_least\":0.9}}")
                .post("/alerts")
                .then()
                .statusCode(201)
                .extract()
                .path("alert.id");
        service.awaitRequestedWork();

        given().auth()
                .none()
                .get("/alerts/" + id + "/backtest?from=2026-06-01")
                .then()
                .statusCode(200)
                .body("coin", equalTo("bitcoin"))
                .body("condition.above", equalTo(60000))
                .body("notes", hasItem(containsString("The bounds are the same prices on each day")));
        problem(given().get("/alerts/" + id + "/backtest?coin=ethereum").then(), 422, "coin", "ethereum");
        problem(given().get("/alerts/999999/backtest").then(), 404, "id", "999999");
    }
}
