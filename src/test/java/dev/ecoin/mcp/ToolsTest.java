package dev.ecoin.mcp;

import static dev.ecoin.testing.ModelClient.json;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.ecoin.accuracy.Scorer;
import dev.ecoin.forecasting.paths.Quantiles;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.ModelClient;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URL;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each tool, asked by a real client, against the endpoint that answers the same. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class ToolsTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final int MOST_ROWS = 60;

    /** A few thousand tokens. */
    private static final int LONGEST_ANSWER = 24_000;

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @Inject
    Scorer scorer;

    @Inject
    PriceRepository prices;

    @TestHTTPResource
    URL address;

    private ModelClient model;
    private double last;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "dogecoin");
        var walk = service.storeWalk("bitcoin", LAST, 400, PriceSource.SAMPLE);
        last = walk.get(walk.size() - 1).price().doubleValue();
        service.storeWalk("ethereum", LAST, 400, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin", "ethereum"));
        model = ModelClient.of(address.toString().replaceAll("/$", ""), Map.of());
    }

    @AfterEach
    void end() {
        model.close();
    }

    @Test
    void everyToolSaysWhatItTakesAndThatItOnlyReads() {
        var tools = model.tools();

        assertEquals(
                List.of(
                        "accuracy",
                        "analysis",
                        "backtest",
                        "explain",
                        "forecast",
                        "list_coins",
                        "prices",
                        "probability",
                        "scenarios",
                        "touch"),
                tools.stream().map(tool -> tool.name()).sorted().toList());
        for (var tool : tools) {
            assertTrue(tool.description().length() > 150, tool.name());
            assertTrue(tool.annotations().readOnlyHint(), tool.name());
            assertNotNull(tool.outputSchema(), tool.name());
            assertEquals(false, tool.inputSchema().additionalProperties(), tool.name());
            tool.inputSchema()
                    .properties()
                    .forEach((name, schema) ->
                            assertNotNull(((Map<?, ?>) schema).get("description"), tool.name() + " " + name));
        }
        assertEquals("ecoin-forecaster", model.server().serverInfo().name());
        assertTrue(model.server().instructions().contains("list_coins"));
    }

    @Test
    void coinsAreThoseOfTheirEndpoint() {
        var answer = ask("list_coins", Map.of("search", "bit"));

        var coins = http("/coins?search=bit").get("coins");
        assertRows(answer.get("coins"), coins, "id");
        assertEquals(1, answer.get("coins").size());
        assertEquals(
                "There are more coins than these 2. Use search to find others.",
                ask("list_coins", Map.of("limit", 2)).get("notes").get(0).asText());
    }

    @ParameterizedTest
    @CsvSource({"30, 1, 30", "60, 1, 60", "61, 2, 31", "1000, 17, 59"})
    void aForecastIsThatOfItsEndpointWithFewerRows(int horizon, int every, int rows) {
        var answer = ask("forecast", Map.of("coin", "bitcoin", "horizon", horizon));

        var forecast = http("/coins/bitcoin/forecast?horizon=" + horizon);
        assertRows(answer.get("days"), forecast.get("days"), "day");
        assertEquals(rows, answer.get("days").size());
        assertEquals(every, answer.get("every_days").asInt());
        var lastDay = forecast.get("days").get(horizon - 1);
        assertEquals(lastDay, answer.get("days").get(rows - 1));
        assertEquals(forecast.get("model"), answer.get("model"));
        var uncertainty = answer.get("uncertainty").asText();
        assertTrue(uncertainty.contains(lastDay.get("lower_80").asText()), uncertainty);
        assertTrue(uncertainty.contains("USD with a probability of 95%"), uncertainty);
        var names = answer.fieldNames();
        assertEquals("uncertainty", names.next());
        assertEquals("notes", names.next());
        assertEquals(every > 1, answer.get("notes").toString().contains("Ask for up to 60 days with horizon"));
    }

    @Test
    void aForecastTakesTheEndpointsOtherParameters() {
        var answer = ask("forecast", Map.of("coin", "bitcoin", "to", "2026-12-01", "level", "50"));

        assertRows(
                answer.get("days"),
                http("/coins/bitcoin/forecast?to=2026-12-01&level=50").get("days"),
                "day");
        assertEquals(9, answer.get("days").size());
    }

    @Test
    void probabilitiesAreThoseOfTheirEndpoint() {
        var bound = BigDecimal.valueOf(Math.round(1.1 * last));

        assertFields(
                ask("probability", Map.of("coin", "bitcoin", "date", "2026-12-22", "above", bound)),
                http("/coins/bitcoin/probability?date=2026-12-22&above=" + bound));
        assertFields(
                ask("probability", Map.of("coin", "bitcoin", "date", "2026-12-22", "return_below", -7.5)),
                http("/coins/bitcoin/probability?date=2026-12-22&return_below=-7.5"));
    }

    @Test
    void touchesAreThoseOfTheirEndpoint() {
        var bound = BigDecimal.valueOf(Math.round(0.9 * last));

        var answer = ask("touch", Map.of("coin", "bitcoin", "by", "2026-12-22", "below", bound, "seed", 3));

        assertFields(answer, http("/coins/bitcoin/touch?by=2026-12-22&seed=3&below=" + bound));
        assertTrue(answer.get("uncertainty")
                .asText()
                .contains(answer.get("standard_error").asText()));
    }

    @Test
    void scenariosAreTheQuantilesOfThePathsOfTheirEndpoint() {
        var answer = ask("scenarios", Map.of("coins", List.of("bitcoin", "ethereum"), "horizon", 40, "paths", 200));

        var csv = given().header("Accept", "text/csv")
                .get("/scenarios?coins=bitcoin,ethereum&horizon=40&paths=200")
                .asString()
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        assertEquals(2, answer.get("every_days").asInt());
        for (int coin = 0; coin < 2; coin++) {
            var days = answer.get("coins").get(coin).get("days");
            assertEquals(20, days.size());
            for (var day : days) {
                var column = coin + 2;
                var simulated = new Quantiles(csv.stream()
                        .filter(row -> row[1].equals(day.get("date").asText()))
                        .mapToDouble(row -> Double.parseDouble(row[column]))
                        .toArray());
                assertEquals(
                        PriceDigits.round(simulated.at(0.05)), day.get("q05").decimalValue());
                assertEquals(
                        PriceDigits.round(simulated.at(0.5)), day.get("q50").decimalValue());
                assertEquals(
                        PriceDigits.round(simulated.at(0.95)), day.get("q95").decimalValue());
            }
        }
        var end = answer.get("date").asText();
        var first = answer.get("coins").get(0).get("last_price").asDouble();
        var second = answer.get("coins").get(1).get("last_price").asDouble();
        assertEquals(
                csv.stream()
                                .filter(row -> row[1].equals(end)
                                        && Double.parseDouble(row[2]) < first
                                        && Double.parseDouble(row[3]) < second)
                                .count()
                        / 200.0,
                answer.get("all_fall").asDouble());
        assertEquals(1, answer.get("coins").get(0).get("correlation").asDouble());
    }

    @Test
    void aBacktestIsThatOfItsEndpoint() {
        var answer = ask("backtest", Map.of("coin", "bitcoin"));

        var backtest = http("/coins/bitcoin/backtest");
        for (var field : List.of("order", "mase_against_naive", "overall", "model")) {
            assertEquals(backtest.get(field), answer.get(field), field);
        }
        assertEquals(
                backtest.get("overall").get("model").get("intervals").get(0).get("coverage"),
                answer.get("overall").get("model").get("intervals").get(0).get("coverage"));
        assertRows(answer.get("by_horizon"), backtest.get("by_horizon"), "days_ahead");
        assertTrue(answer.get("uncertainty").asText().contains("% came within the 80% interval"));
    }

    @Test
    void accuracyIsThatOfItsEndpoint() {
        assertTrue(ask("accuracy", Map.of("coin", "bitcoin"))
                .get("notes")
                .get(0)
                .asText()
                .startsWith("No forecast has been scored in this range"));

        scorer.score();
        prices.store(
                "bitcoin",
                PriceSource.SAMPLE,
                List.of(new DailyPrice(LAST.plusDays(1), BigDecimal.valueOf(1_100), null, null)));
        scorer.score();
        var answer = ask("accuracy", Map.of("coin", "bitcoin"));

        var report = http("/coins/bitcoin/accuracy");
        assertEquals(report.get("from"), answer.get("from"));
        assertEquals(report.get("drift"), answer.get("drift"));
        assertEquals(1, answer.get("horizons").size());
        assertRows(answer.get("horizons"), report.get("horizons"), "horizon");
        assertEquals(report.get("touches").get("bounds"), answer.get("touches"));
    }

    @Test
    void anExplanationIsThatOfItsEndpoint() {
        var answer = ask("explain", Map.of("coin", "bitcoin", "horizon", 10));

        var explanation = http("/coins/bitcoin/explain?horizon=10");
        assertRows(answer.get("history"), explanation.get("history"), "day");
        assertRows(answer.get("forecast"), explanation.get("forecast"), "day");
        assertEquals(
                MOST_ROWS, answer.get("history").size() + answer.get("forecast").size());
        assertEquals(LAST.toString(), answer.get("history").get(49).get("day").asText());
        assertEquals(explanation.get("weekly_strength"), answer.get("weekly_strength"));
        assertTrue(answer.get("notes").toString().contains("Of 365 days of history the newest 50 are shown"));
    }

    @Test
    void pricesAreThoseOfTheirEndpoint() {
        var month = ask("prices", Map.of("coin", "bitcoin"));
        assertRows(month.get("prices"), http("/coins/bitcoin/prices").get("prices"), "date");
        assertEquals(30, month.get("prices").size());
        assertEquals(LAST.toString(), month.get("prices").get(29).get("date").asText());
        var before = ask("prices", Map.of("coin", "bitcoin", "to", "2026-11-01"));
        assertEquals(30, before.get("prices").size());
        assertEquals("2026-11-01", before.get("prices").get(29).get("date").asText());

        var year = ask("prices", Map.of("coin", "bitcoin", "from", "2025-11-01"));

        var all = http("/coins/bitcoin/prices?from=2025-11-01").get("prices");
        assertRows(year.get("prices"), all, "date");
        assertEquals(all.size(), year.get("days").asInt());
        assertEquals(
                StreamSupport.stream(all.spliterator(), false)
                        .map(day -> day.get("price").decimalValue())
                        .max(BigDecimal::compareTo)
                        .orElseThrow(),
                year.get("highest").get("price").decimalValue());
        assertTrue(ask("prices", Map.of("coin", "bitcoin", "from", "2020-01-01", "to", "2020-02-01"))
                .get("notes")
                .get(0)
                .asText()
                .startsWith("No price is stored in this range"));
    }

    @Test
    void aTinyPriceHasAllItsDigits() {
        prices.store(
                "dogecoin",
                PriceSource.SAMPLE,
                List.of(new DailyPrice(LAST, new BigDecimal("0.000000000012300"), null, null)));

        var answer = ask("prices", Map.of("coin", "dogecoin"));

        assertEquals(
                "0.000000000012300",
                answer.get("prices").get(0).get("price").decimalValue().toPlainString());
    }

    @Test
    void analysesAreThoseOfTheirEndpointAPageAtATime() {
        var first = ask("analysis", Map.of("analysis", "monthly-average", "coin", "bitcoin", "limit", 5));
        var second = ask(
                "analysis",
                Map.of(
                        "analysis",
                        "monthly-average",
                        "coin",
                        "bitcoin",
                        "limit",
                        60,
                        "after",
                        first.get("next").asText()));

        var all = http("/analysis/monthly-average?coin=bitcoin").get("rows");
        var both = ((ArrayNode) first.get("rows").deepCopy()).addAll((ArrayNode) second.get("rows"));
        assertEquals(all, both);
        assertTrue(second.get("next").isNull());
        assertTrue(first.get("question").asText().endsWith("?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "forecast    | {'coin': 'btc'}                                   | There is no coin 'btc' here.",
                "forecast    | {'coin': 'dogecoin'}                              | The coin 'dogecoin' has no model yet",
                "forecast    | {}                                                | The argument 'coin' is missing",
                "forecast    | {'coin': 'bitcoin', 'days': 3}                    | There is no argument 'days' of forecast."
                        + " Valid: coin, horizon, to, level.",
                "forecast    | {'coin': 'bitcoin', 'horizon': 5000}              | The horizon is 5000 days. Valid: a whole"
                        + " number from 1 to 1000.",
                "forecast    | {'coin': 'bitcoin', 'horizon': {'days': 3}}       | The argument 'horizon' is neither",
                "forecast    | {'coin': true}                                    | The argument 'coin' is neither",
                "probability | {'coin': 'bitcoin', 'date': '2026-12-22'}         | No bound is given",
                "probability | {'coin': 'bitcoin', 'date': 'soon', 'above': 1}   | The parameter 'date' is not a date",
                "touch       | {'coin': 'bitcoin', 'by': '2020-01-01', 'above': 1} | The date 2020-01-01 is not within",
                "scenarios   | {'coins': []}                                     | The parameter 'coins' is missing",
                "backtest    | {'coin': 'dogecoin'}                              | The active model of 'dogecoin' has no",
                "accuracy    | {'coin': 'bitcoin', 'from': '2026-02-30'}         | The parameter 'from' is not a date",
                "explain     | {'coin': 'bitcoin', 'horizon': 31}                | The parameter 'horizon' is 31",
                "prices      | {'coin': 'nope'}                                  | There is no coin 'nope' here.",
                "analysis    | {'analysis': 'moon'}                              | There is no analysis 'moon'",
                "list_coins  | {'limit': 61}                                     | The parameter 'limit' is 61"
            })
    void whatIsWrongIsSaidInTheAnswer(String tool, String arguments, String said) {
        var given = new HashMap<String, Object>();
        json(arguments.replace('\'', '"'))
                .properties()
                .forEach(field -> given.put(field.getKey(), value(field.getValue())));

        var refusal = model.refusal(tool, given);

        assertTrue(refusal.startsWith(said), refusal);
        assertTrue(refusal.contains("alid: ") || refusal.contains("has no model yet"), refusal);
    }

    @Test
    void argumentsLeftOutAsNullAndNumbersAsTextsAreTaken() {
        var arguments = new HashMap<String, Object>();
        arguments.put("coin", "bitcoin");
        arguments.put("horizon", "3");
        arguments.put("to", null);

        assertEquals(3, ask("forecast", arguments).get("days").size());
        assertEquals(
                3,
                ask("forecast", Map.of("coin", "bitcoin", "horizon", 3.0))
                        .get("days")
                        .size());
    }

    private static Object value(JsonNode json) {
        return new ObjectMapper().convertValue(json, Object.class);
    }

    private JsonNode ask(String tool, Map<String, Object> arguments) {
        var answer = model.ask(tool, arguments);
        var text = answer.toString();
        assertTrue(text.length() < LONGEST_ANSWER, () -> tool + " answers with " + text.length() + " characters");
        assertFalse(text.contains("NaN"), text);
        return answer;
    }

    private static JsonNode http(String path) {
        return json(given().get(path).then().statusCode(200).extract().asString());
    }

    /** All fields of the endpoint's answer are in the tool's. */
    private static void assertFields(JsonNode answer, JsonNode endpoint) {
        endpoint.properties()
                .forEach(field -> assertEquals(field.getValue(), answer.get(field.getKey()), field.getKey()));
    }

    /** Each of the tool's rows is a row of the endpoint's, as far as it has its fields. */
    private static void assertRows(JsonNode rows, JsonNode endpoint, String key) {
        assertTrue(!rows.isEmpty() && rows.size() <= MOST_ROWS, () -> rows.size() + " rows");
        for (var row : rows) {
            var same = StreamSupport.stream(endpoint.spliterator(), false)
                    .filter(candidate -> candidate.get(key).equals(row.get(key)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row of " + row.get(key)));
            row.properties()
                    .forEach(field -> assertEquals(
                            same.get(field.getKey()), field.getValue(), () -> row.get(key) + " " + field.getKey()));
        }
    }
}
