package dev.ecoin;

import static io.restassured.RestAssured.given;
import static io.restassured.path.json.config.JsonPathConfig.jsonPathConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.accuracy.Scorer;
import dev.ecoin.http.Problem;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.OpenApiDocument.Operation;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.BacktestOptions;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** For all shapes of prices, each endpoint answers with a result or a problem, and the answers agree. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class EverySeriesTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final double MISSING = Double.NaN;

    /** Prices of consecutive days up to the last one, by coin. */
    private static final Map<String, double[]> COINS = coins();

    @Inject
    Service service;

    @Inject
    PriceRepository prices;

    @Inject
    Trainer trainer;

    @Inject
    Scorer scorer;

    @Test
    void everyEndpointAnswersWithAResultOrAProblemAndProbabilitiesAgreeWithLimits() throws Exception {
        service.reset(COINS.keySet().toArray(String[]::new));
        COINS.forEach((coin, values) -> store(coin, LAST, values));
        trainer.train(COINS.keySet());
        trainer.backtest(COINS.keySet(), new BacktestOptions(2, null, null, null), "test");

        assertEquals(List.of(), faults());
        probabilitiesAgreeWithTheForecastsLimits();

        // New days: a constant price halves, a moving one becomes constant.
        COINS.forEach((coin, values) -> {
            var last = values[values.length - 1];
            var moved = values.length > 1 && values[values.length - 2] != last;
            store(coin, LAST.plusDays(1), moved ? last : last / 2);
        });
        trainer.advance();
        scorer.score();

        assertEquals(List.of(), faults());
    }

    private static void probabilitiesAgreeWithTheForecastsLimits() {
        for (var coin : COINS.keySet()) {
            var forecast = given().get("/coins/" + coin + "/forecast?level=80,95&horizon=90")
                    .jsonPath(jsonPathConfig().numberReturnType(NumberReturnType.BIG_DECIMAL));
            for (int days : new int[] {1, 90}) {
                for (int level : new int[] {80, 95}) {
                    agrees(coin, days, level, forecast);
                }
            }
        }
    }

    private static void agrees(String coin, int days, int level, JsonPath forecast) {
        BigDecimal lower = forecast.get("days[%d].lower_%d".formatted(days - 1, level));
        BigDecimal upper = forecast.get("days[%d].upper_%d".formatted(days - 1, level));
        var of = "%s, %d days ahead, within %s and %s".formatted(coin, days, lower, upper);
        if (lower.compareTo(upper) == 0) {
            assertTrue(Set.of("constant", "two-same", "far-apart-the-same").contains(coin), of);
            assertEquals(0, probability(coin, days, Map.of("above", upper)), of);
            assertEquals(0, probability(coin, days, Map.of("below", lower)), of);
            var around = Map.of("above", lower.movePointLeft(1), "below", upper.movePointRight(1));
            assertEquals(1, probability(coin, days, around), of);
            return;
        }
        var outside = (1 - level / 100.0) / 2;
        // Limits are printed to six digits, and narrow ones share most of them.
        var rounding = 1e-3 + upper.ulp().doubleValue() / upper.subtract(lower).doubleValue();
        assertEquals(outside, probability(coin, days, Map.of("above", upper)), rounding, of);
        assertEquals(outside, probability(coin, days, Map.of("below", lower)), rounding, of);
        var within = Map.of("above", lower, "below", upper);
        assertEquals(level / 100.0, probability(coin, days, within), 2 * rounding, of);
    }

    private static double probability(String coin, int days, Map<String, BigDecimal> bounds) {
        var request = given().queryParam("date", LAST.plusDays(days).toString());
        bounds.forEach((name, value) -> request.queryParam(name, value.toPlainString()));
        return request.get("/coins/" + coin + "/probability")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getDouble("probability");
    }

    /** Answers to the operations on one coin that are neither a result nor a problem. */
    private List<String> faults() throws Exception {
        var operations = OpenApiDocument.read().operations().stream()
                .filter(Operation::isRead)
                .filter(operation -> operation.parameters().stream()
                                .anyMatch(parameter -> parameter.name().equals("coin"))
                        || operation.path().equals("/coins/{id}"))
                .toList();
        assertTrue(operations.size() > 15, operations::toString);
        var clients = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        var answers = COINS.keySet().stream()
                .map(coin -> clients.submit(() -> faults(operations, coin)))
                .toList();
        clients.shutdown();
        var faults = new ArrayList<String>();
        for (var answer : answers) {
            faults.addAll(answer.get());
        }
        return faults;
    }

    private List<String> faults(List<Operation> operations, String coin) {
        var faults = new ArrayList<String>();
        for (var operation : operations) {
            for (var mediaType : List.of("application/json", "text/csv")) {
                if (!operation.mediaTypes().contains(mediaType)) {
                    continue;
                }
                var fault = fault(operation, coin, mediaType);
                if (fault != null) {
                    faults.add(coin + ": " + fault);
                }
            }
        }
        return faults;
    }

    private String fault(Operation operation, String coin, String mediaType) {
        var model = service.query("SELECT model FROM active_model WHERE coin = $1", coin);
        var values = Map.of(
                "coin",
                coin,
                "id",
                operation.path().contains("models") ? model.get(0).getValue(0) : coin,
                "date",
                LAST.plusDays(30).toString(),
                "above",
                1);
        var request = given().accept(mediaType);
        var path = operation.path();
        for (var parameter : operation.parameters()) {
            var value = values.containsKey(parameter.name()) ? values.get(parameter.name()) : parameter.example();
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", String.valueOf(value));
            } else if (parameter.required() || values.containsKey(parameter.name())) {
                request.queryParam(parameter.name(), value);
            }
        }
        var answer = request.get(path);
        var status = answer.statusCode();
        return status == 200 || status < 500 && answer.contentType().equals(Problem.MEDIA_TYPE)
                ? null
                : path + " as " + mediaType + ": " + status + " " + answer.asString();
    }

    private void store(String coin, LocalDate last, double... values) {
        var first = last.minusDays(values.length - 1L);
        prices.store(
                coin,
                PriceSource.IMPORT,
                IntStream.range(0, values.length)
                        .filter(i -> !Double.isNaN(values[i]))
                        .mapToObj(i -> new DailyPrice(first.plusDays(i), BigDecimal.valueOf(values[i]), null, null))
                        .toList());
    }

    private static Map<String, double[]> coins() {
        var walk = walk(150);
        var coins = new LinkedHashMap<String, double[]>();
        coins.put("one", new double[] {0.3});
        coins.put("two", new double[] {0.3, 0.32});
        coins.put("two-same", new double[] {0.3, 0.3});
        coins.put("late-move", new double[] {1, 1, 1, 1.01});
        coins.put("growth", new double[] {1, 1.1, 1.21});
        coins.put("constant", each(60, i -> 100));
        coins.put("step", each(119, i -> i < 60 ? 100 : 200));
        coins.put("last-step", each(119, i -> i < 118 ? 100 : 200));
        coins.put("tiny", each(150, i -> 1e-20 * walk[i]));
        coins.put("huge", each(150, i -> 1e20 * walk[i]));
        coins.put("tiny-or-huge", each(60, i -> i % 2 == 0 ? 1e-20 : 1e20));
        coins.put("spike", each(150, i -> i == 75 ? 1e6 * walk[i] : walk[i]));
        coins.put("spike-alone", each(150, i -> i == 75 ? 1e6 : 1));
        coins.put("dead", each(150, i -> walk[Math.min(i, 79)]));
        coins.put("worthless", each(150, i -> i < 80 ? walk[i] : 1e-12));
        coins.put("awake", each(150, i -> walk[Math.max(0, i - 60)]));
        coins.put("weekly", each(60, i -> 1 + i % 7));
        coins.put("few-far-apart", each(1501, i -> i % 300 == 0 ? walk[i / 300] : MISSING));
        coins.put("far-apart-the-same", each(1501, i -> i % 300 == 0 ? 3 : MISSING));
        coins.put("gap", each(360, i -> i < 40 ? walk[i] : i < 340 ? MISSING : walk[i - 300]));
        return coins;
    }

    private static double[] each(int days, IntToDoubleFunction price) {
        return IntStream.range(0, days).mapToDouble(price::applyAsDouble).toArray();
    }

    private static double[] walk(int days) {
        var random = new Random(15);
        var logPrice = new double[1];
        return each(days, i -> Math.exp(logPrice[0] += 0.03 * random.nextGaussian()));
    }
}
