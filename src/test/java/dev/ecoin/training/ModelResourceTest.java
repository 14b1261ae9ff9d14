package dev.ecoin.training;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.sarima.SanityGate;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ModelResourceTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final TrainingRequest BAD = new TrainingRequest("(0,0,0)", true, null);

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

    private List<DailyPrice> newer;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        newer = service.storeWalkExcept("bitcoin", LAST, 400, 3, PriceSource.COINGECKO);
    }

    @Test
    void theHistoryTellsWhatEachModelIsAndWhatBecameOfIt() {
        var first = train();
        clock.advance(Duration.ofDays(1));
        var second = train();
        trainer.train(List.of("bitcoin"), BAD, "test");

        list("").statusCode(200)
                .body("models.state", equalTo(List.of("rejected", "active", "retired")))
                .body("models[0].order", equalTo("(0,0,0)"))
                .body("models[0].verdict", containsString("of naive's in 12 windows of 14 days, more than 1.1"))
                .body("models[0].activations", hasSize(0))
                .body("models[1].id", equalTo(second.intValue()))
                .body("models[1].origin", equalTo("2026-11-19"))
                .body("models[1].advanced_to", equalTo("2026-11-19"))
                .body("models[1].trained_at", equalTo("2026-11-24T10:00:00Z"))
                .body("models[1].aicc", notNullValue())
                .body("models[1].size_bytes", greaterThan(100))
                .body("models[1].pinned", is(false))
                .body("models[1].scores.windows", equalTo(12))
                .body("models[1].scores.overall.model.mase", greaterThan(0f))
                .body("models[1].scores.overall.naive.mase", greaterThan(0f))
                .body("models[1].activations[0].by", equalTo("nightly training"))
                .body("models[1].activations[0].reason", startsWith("newly trained; its error is "))
                .body("models[2].id", equalTo(first.intValue()))
                .body("models[2].activations[0].at", equalTo("2026-11-23T10:00:00Z"))
                .body("next", nullValue());
    }

    @Test
    void theHistoryComesInPagesThatLeadFromOneToTheNext() {
        var ids = IntStream.range(0, 5).mapToObj(i -> train().intValue()).toList();

        var next = list("?limit=2")
                .body("models.id", equalTo(List.of(ids.get(4), ids.get(3))))
                .extract()
                .<String>path("next");
        next = given().get(next)
                .then()
                .body("models.id", equalTo(List.of(ids.get(2), ids.get(1))))
                .extract()
                .path("next");
        given().get(next).then().body("models.id", equalTo(List.of(ids.get(0)))).body("next", nullValue());
    }

    @Test
    void aModelIsExplained() {
        trainer.train(List.of("bitcoin"), new TrainingRequest("(1,1,1)", true, null), "test");
        moveBy(newer);
        var id = active().id();

        for (var address : List.of("/coins/bitcoin/models/" + id, "/coins/bitcoin/models/active")) {
            given().get(address)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo((int) id))
                    .body("order", equalTo("(1,1,1)"))
                    .body("state", equalTo("active"))
                    .body("origin", equalTo("2026-11-19"))
                    .body("advanced_to", equalTo("2026-11-22"))
                    .body("coefficients.ar1", hasKey("standard_error"))
                    .body("coefficients.ma1", hasKey("estimate"))
                    .body("diagnostics.ljung_box", hasKey("p_value"))
                    .body("candidates", hasSize(0))
                    .body("log_likelihood", notNullValue())
                    .body("training_seconds", notNullValue())
                    .body("backtest.by_horizon", hasSize(14))
                    .body("backtest.by_origin", hasSize(12))
                    .body("backtest.by_origin[0].origin", notNullValue())
                    .body("states.origin", equalTo(List.of("2026-11-22", "2026-11-19")))
                    .body("states.served_from", everyItem(notNullValue()));
        }
        train();
        given().get("/coins/bitcoin/models/active").then().body("candidates.size()", greaterThan(1));
    }

    /** Fifty days with autocorrelated changes: a second difference fits, and its limits explode. */
    @Test
    void limitsThatExplodeServeOnlyByAnExplicitOverrideWhichTheRecordAndTheNotesShow() {
        var random = new Random(3);
        var slope = new double[1];
        var level = new double[1];
        var days = IntStream.range(0, 50)
                .mapToObj(day -> {
                    slope[0] = 0.9 * slope[0] + 0.003 * random.nextGaussian();
                    level[0] += slope[0];
                    return new DailyPrice(
                            LAST.minusDays(49L - day), BigDecimal.valueOf(Math.exp(level[0])), null, null);
                })
                .toList();
        prices.store("ethereum", PriceSource.SAMPLE, days);

        trainer.train(List.of("ethereum"), new TrainingRequest("(0,2,0)", true, null), "test");
        given().get("/coins/ethereum/models/active")
                .then()
                .body("order", equalTo("naive"))
                .body("fallback", startsWith("(0,2,0) "));
        var naive = models.active("ethereum").await().indefinitely().orElseThrow();

        awaitEnd(post("ethereum", "{\"order\":\"(0,2,0)\",\"override_limits\":true}")
                        .extract()
                        .header("Location"))
                .body("state", equalTo("succeeded"))
                .body("options.override_limits", is(true));
        given().get("/coins/ethereum/models/active")
                .then()
                .body("order", equalTo("(0,2,0)"))
                .body("diagnostics.warnings", hasItem("outside_gate"))
                .body("verdict", containsString("which override_limits allows; not measured"));
        given().get("/coins/ethereum/forecast?horizon=30")
                .then()
                .body("notes[0]", containsString("an operator overrode that check"))
                .body("notes[1]", containsString("latest slope"));

        // As stored by an earlier release: a rollback must not bypass the gate.
        var unmarked = SarimaForecaster.of(SarimaOrder.parse("(0,2,0)"))
                .with(new SanityGate(1, 1e9))
                .fit(DailySeries.of(
                        LAST.minusDays(49),
                        days.stream()
                                .mapToDouble(day -> day.price().doubleValue())
                                .toArray()));
        var blob = Buffer.buffer(ModelCodec.encode(unmarked));
        service.query("UPDATE model_state SET blob = $1 WHERE model = $2", blob, naive.id());
        given().contentType(ContentType.JSON)
                .body("{\"id\":%d,\"reason\":\"as before\"}".formatted(naive.id()))
                .put("/coins/ethereum/models/active")
                .then()
                .statusCode(409)
                .body("detail", containsString("times as wide as history's own moves allow"))
                .body("detail", containsString("override_limits"));
    }

    @Test
    void numbersAreNeverInScientificNotation() {
        service.query("UPDATE daily_price SET price = price * 0.000000000001");
        trainer.train(List.of("bitcoin"), new TrainingRequest("(1,1,1)", true, null), "test");

        var explained =
                given().get("/coins/bitcoin/models/active").then().extract().asString();

        assertTrue(explained.contains("\"scale\": 0.0000000000"), explained);
        assertFalse(explained.matches("(?s).*[0-9][eE]-?[0-9].*"), explained);
    }

    @Test
    void trainingNowGoesByARunThatCanBeWatchedToItsEnd() {
        var location = given().contentType(ContentType.JSON)
                .body("{\"order\":\"(0,1,1)\",\"reason\":\"simpler\"}")
                .post("/coins/bitcoin/models")
                .then()
                .statusCode(202)
                .body("state", oneOf("waiting", "running", "succeeded"))
                .body("coin", equalTo("bitcoin"))
                .body("kind", equalTo("train"))
                .body("requested_by", equalTo("operator"))
                .body("options.order", equalTo("(0,1,1)"))
                .extract()
                .header("Location");

        awaitEnd(location)
                .body("state", equalTo("succeeded"))
                .body("note", equalTo("serves now"))
                .body("error", nullValue())
                .body("phase", nullValue())
                .body("ended_at", notNullValue());
        given().get("/coins/bitcoin/models/active")
                .then()
                .body("order", equalTo("(0,1,1)"))
                .body("activations[0].by", equalTo("operator"))
                .body("activations[0].reason", equalTo("simpler"));
        given().queryParam("coin", "bitcoin")
                .get("/trainings")
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].options.reason", equalTo("simpler"));
        given().queryParam("state", "failed").get("/trainings").then().body("size()", equalTo(0));
    }

    @Test
    void theSecondRequestOfTheSameIsAnsweredWithTheFirstAndAnyOtherIsDoneAsWell() {
        var waiting = service.addRun(
                "train", "ethereum", "waiting", "{\"order\": \"(2,1,0)\", \"activate\": true}", "test", null);

        var same = post("ethereum", "{\"order\": \"(2,1,0)\"}")
                .body("id", equalTo((int) waiting))
                .extract()
                .header("Location");
        var other = post("ethereum", "{\"order\": \"(1,1,0)\"}")
                .body("id", not(equalTo((int) waiting)))
                .body("options.order", equalTo("(1,1,0)"))
                .extract()
                .header("Location");

        for (var location : List.of(same, other)) {
            awaitEnd(location).body("state", equalTo("failed")).body("error", equalTo("no prices are stored yet"));
        }
        assertEquals(2, service.count("training_run"));
    }

    @Test
    void aCandidateIsKeptWithoutServing() {
        var serving = train();

        awaitEnd(post("bitcoin", "{\"order\":\"(0,1,1)\",\"activate\":false}")
                        .extract()
                        .header("Location"))
                .body("state", equalTo("succeeded"))
                .body("note", equalTo("kept as a candidate, as requested"));

        assertEquals(serving, active().id());
        list("").body("models.state", equalTo(List.of("candidate", "active")));
    }

    @Test
    void aModelThatIsWorseThanNaiveIsRejectedAndTheFormerOneServesOn() {
        var serving = train();

        awaitEnd(post("bitcoin", "{\"order\":\"(0,0,0)\"}").extract().header("Location"))
                .body("state", equalTo("rejected"))
                .body("error", startsWith("its error is "))
                .body("note", equalTo("the active model stays"))
                .body("model", notNullValue());

        assertEquals(serving, active().id());
        list("").body("models.state", equalTo(List.of("rejected", "active")));
    }

    @Test
    void aFirstModelThatIsRejectedIsReplacedByANamedFallback() {
        trainer.train(List.of("bitcoin"), BAD, "test");

        list("").body("models.state", equalTo(List.of("active", "rejected")))
                .body("models.order", equalTo(List.of("naive", "(0,0,0)")))
                .body("models[0].fallback", startsWith("(0,0,0) was rejected: its error is "))
                .body("models[0].activations[0].reason", equalTo("stands in for a model that was rejected"));
        given().queryParam("coin", "bitcoin")
                .queryParam("date", "2026-12-01")
                .get("/forecast")
                .then()
                .statusCode(200);
        train();
        list("").body("models.state", equalTo(List.of("active", "retired", "rejected")));
    }

    @Test
    void aRollbackServesFromTheLastDayAndTheNextNightReplacesIt() {
        var first = train();
        train();
        moveBy(newer);

        put(first, "\"the new one drifts\"", null)
                .statusCode(200)
                .body("id", equalTo(first.intValue()))
                .body("state", equalTo("active"))
                .body("pinned", is(false))
                .body("advanced_to", equalTo("2026-11-22"))
                .body("activations[0].by", equalTo("operator"))
                .body("activations[0].reason", equalTo("the new one drifts"));

        assertEquals(first, active().id());
        assertEquals(LAST, active().origin());
        var third = train();
        assertEquals(third, active().id());
        list("").body("models.state", equalTo(List.of("active", "retired", "retired")));
    }

    @Test
    void aPinnedModelMovesOnButIsNotReplacedUntilItIsUnpinned() {
        var pinned = train();
        put(pinned, "\"known to be good\"", true).statusCode(200).body("pinned", is(true));

        var candidate = train();
        moveBy(newer);

        assertEquals(pinned, active().id());
        assertTrue(active().pinned());
        assertEquals(LAST, active().origin());
        list("").body("models.state", equalTo(List.of("candidate", "active")));
        given().get("/trainings?coin=bitcoin&limit=2")
                .then()
                .body("[1].model", equalTo(candidate.intValue()))
                .body("[1].note", equalTo("kept as a candidate: the active model is pinned"));
        put(pinned, "\"trust the night again\"", false).body("activations", hasSize(3));
        assertEquals(train(), active().id());
    }

    @Test
    void concurrentChoicesLeaveOneWholeModelServingAndEveryoneInTheRecord() throws Exception {
        var ids = IntStream.range(0, 4).mapToObj(i -> train()).toList();
        moveBy(newer);
        var recorded = service.count("model_activation");
        var people = Executors.newFixedThreadPool(8);

        var answers = people.invokeAll(IntStream.range(0, 24)
                .<java.util.concurrent.Callable<Integer>>mapToObj(
                        i -> () -> put(ids.get(i % 4), "\"choice " + i + "\"", null)
                                .extract()
                                .statusCode())
                .toList());

        people.shutdown();
        for (var answer : answers) {
            assertEquals(200, answer.get());
        }
        var last = service.query("SELECT model FROM model_activation ORDER BY id DESC LIMIT 1")
                .get(0)
                .getLong("model");
        assertEquals(last, active().id());
        assertEquals(
                1, service.count("active_model AS a JOIN model_state AS s ON s.id = a.state AND s.model = a.model"));
        assertEquals(recorded + 24, service.count("model_activation"));
        assertEquals(LAST, active().origin());
    }

    @Test
    void aModelThatCannotBeReadOrForecastsNoPricesIsNotActivated() {
        var corrupt = train();
        var serving = train();
        service.query("UPDATE model SET blob = 'x' WHERE id = $1", corrupt);
        service.query("UPDATE model_state SET blob = 'x' WHERE model = $1", corrupt);

        problem(put(corrupt, "\"try\"", null), 409, "id", corrupt.toString())
                .body("detail", containsString("cannot be read"));

        assertEquals(serving, active().id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                       | 400 | body   | {",
                "[]                                      | 400 | body   |",
                "{}                                      | 400 | id     |",
                "{\"id\":\"x\",\"reason\":\"y\"}         | 400 | id     |",
                "{\"id\":1.5e99,\"reason\":\"y\"}        | 400 | id     | 1.5E99",
                "{\"id\":1}                              | 400 | reason |",
                "{\"id\":1,\"reason\":\" \"}             | 400 | reason | ' '",
                "{\"id\":1,\"reason\":\"a\\u0000b\"}     | 400 | reason | 'a\u0000b'",
                "{\"id\":1,\"reason\":\"y\",\"pin\":1}   | 400 | pin    |",
                "{\"id\":1,\"reason\":\"y\",\"pinned\":7}| 400 | pinned | 7",
                "{\"id\":\"1\",\"reason\":\"y\"}           | 400 | id     |",
                "{\"id\":1.5,\"reason\":\"y\"}           | 400 | id     | 1.5",
                "{\"id\":1,\"reason\":7}             | 400 | reason | 7",
                "{\"id\":987654321,\"reason\":\"y\"}     | 422 | id     | 987654321",
                "{\"id\":-1,\"reason\":\"y\"}            | 422 | id     | -1"
            })
    void aChoiceThatCannotBeActedUponIsAProblemThatNamesTheField(String body, int status, String field, String value) {
        train();

        problem(
                given().contentType(ContentType.JSON)
                        .body(body)
                        .put("/coins/bitcoin/models/active")
                        .then(),
                status,
                field,
                value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"order\":\"best\"}           | 422 | order    | best",
                "{\"order\":\"(1,9,1)\"}        | 422 | order    | (1,9,1)",
                "{\"order\":[1]}                | 400 | order    |",
                "{\"activate\":\"perhaps\"}     | 400 | activate |",
                "{\"reason\":\"a\\nb\"}         | 400 | reason   | 'a\nb'",
                "{\"coin\":\"bitcoin\"}         | 400 | coin     |"
            })
    void aTrainingThatCannotBeDoneIsAProblemThatNamesTheField(String body, int status, String field, String value) {
        problem(
                given().contentType(ContentType.JSON)
                        .body(body)
                        .post("/coins/bitcoin/models")
                        .then(),
                status,
                field,
                value);
        assertEquals(0, service.count("training_run"));
    }

    @Test
    void whatIsNotThereIsA404AndABadParameterNamesItself() {
        for (var address : List.of("/coins/dogecoin/models", "/coins/dogecoin/models/1", "/coins/dogecoin/backtest")) {
            problem(given().get(address).then(), 404, "coin", "dogecoin");
        }
        problem(given().get("/coins/bitcoin/models/1").then(), 404, "id", "1");
        problem(given().get("/coins/bitcoin/models/active").then(), 404, "id", "active");
        problem(given().get("/trainings/7").then(), 404, "id", "7");
        problem(given().get("/trainings/seven").then(), 404, "id", "seven");
        problem(given().get("/coins/bitcoin/models?limit=many").then(), 400, "limit", "many");
        problem(given().get("/coins/bitcoin/models?limit=0").then(), 422, "limit", "0");
        problem(given().get("/coins/bitcoin/models?before=x").then(), 400, "before", "x");
        problem(given().get("/trainings?state=done").then(), 400, "state", "done");
        problem(given().get("/coins/bitcoin/backtest").then(), 404, "coin", "bitcoin");
    }

    @Test
    void aBacktestIsRunOnRequestKeptWithTheModelAndShown() {
        train();
        var body = "{\"windows\":3,\"step\":10,\"horizon\":5,\"update\":\"refit\"}";

        var location = given().contentType(ContentType.JSON)
                .body(body)
                .post("/coins/bitcoin/backtest")
                .then()
                .statusCode(202)
                .body("kind", equalTo("backtest"))
                .body("options.update", equalTo("refit"))
                .extract()
                .header("Location");

        awaitEnd(location).body("state", equalTo("succeeded")).body("note", containsString("3 windows of 5 days"));
        given().get("/coins/bitcoin/backtest")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("coin", equalTo("bitcoin"))
                .body("model", equalTo((int) active().id()))
                .body("options.windows", equalTo(3))
                .body("origins", equalTo(List.of("2026-10-25", "2026-11-04", "2026-11-14")))
                .body("by_horizon", hasSize(5))
                .body("by_horizon[4].days_ahead", equalTo(5))
                .body("by_horizon[4].drift.mae", greaterThan(0f))
                .body("forecasts.origin", equalTo(List.of("2026-10-25", "2026-11-04", "2026-11-14")))
                .body("forecasts[2].days.day[0]", equalTo("2026-11-15"))
                .body("forecasts[2].days", hasSize(5))
                .body(
                        "forecasts[2].days[4].keySet()",
                        equalTo(Set.of("day", "price", "lower_80", "upper_80", "lower_95", "upper_95")))
                .body("overall.model.forecasts", equalTo(15))
                .body("overall.seasonal_naive.intervals.level", equalTo(List.of(80f, 95f)))
                .body("overall.naive", not(hasKey("by_origin")));
        given().get("/coins/bitcoin/models").then().body("models[0].scores.windows", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource({"windows, 0", "windows, 501", "step, 366", "horizon, 366", "horizon, -1"})
    void aBacktestOutOfBoundsIsA422(String field, String value) {
        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"" + field + "\":" + value + "}")
                        .post("/coins/bitcoin/backtest")
                        .then(),
                422,
                field,
                value);
    }

    /** Returns the model's id. */
    private Long train() {
        return trainer.train(List.of("bitcoin")).get(0).model();
    }

    private void moveBy(List<DailyPrice> days) {
        prices.store("bitcoin", PriceSource.COINGECKO, days);
        assertEquals(1, trainer.advance().size());
    }

    private StoredModel active() {
        return models.active("bitcoin").await().indefinitely().orElseThrow();
    }

    private static ValidatableResponse list(String query) {
        return given().get("/coins/bitcoin/models" + query).then();
    }

    private static ValidatableResponse post(String coin, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/coins/" + coin + "/models")
                .then()
                .statusCode(202);
    }

    private static ValidatableResponse put(long id, String reason, Boolean pinned) {
        return given().contentType(ContentType.JSON)
                .body("{\"id\":" + id + ",\"reason\":" + reason + (pinned == null ? "" : ",\"pinned\":" + pinned) + "}")
                .put("/coins/bitcoin/models/active")
                .then();
    }

    private static ValidatableResponse awaitEnd(String location) {
        return await().atMost(PATIENCE)
                .until(() -> given().get(location).then().statusCode(200), run -> !List.of("waiting", "running")
                        .contains(run.extract().<String>path("state")));
    }
}
