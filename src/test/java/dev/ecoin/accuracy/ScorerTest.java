package dev.ecoin.accuracy;

import static dev.ecoin.testing.Management.management;
import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ScorerTest {

    private static final LocalDate LAST = LocalDate.of(2026, 10, 28);

    @Inject
    Scorer scorer;

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
    void whatIsServedIsRecordedAndScoredWhenItsDaysArrive() {
        var forecast = models.active("bitcoin")
                .await()
                .indefinitely()
                .orElseThrow()
                .fitted()
                .forecast(90, 80, 95);
        assertEquals(0, scorer.score());
        assertEquals(7, service.count("served_forecast WHERE price IS NULL"));
        assertEquals(0, service.count("served_forecast WHERE horizon = 90 AND median <> $1", forecast.median(89)));

        store(1, 1_100);
        store(2, 1_000);
        assertEquals(2, scorer.score());

        var naive = service.query("SELECT price FROM daily_price WHERE coin = 'bitcoin' AND day = $1", LAST)
                .get(0)
                .getDouble("price");
        accuracy("bitcoin")
                .body("coin", equalTo("bitcoin"))
                .body("from", equalTo("2026-10-29"))
                .body("to", equalTo("2026-10-30"))
                .body("horizons.horizon", equalTo(List.of(1, 2)))
                .body("horizons[0].overall.days", equalTo(1))
                .body("horizons[0].overall.mae", closeTo(Math.abs(1_100 - forecast.median(0)), 0.006))
                .body("horizons[0].overall.naive_mae", closeTo(Math.abs(1_100 - naive), 0.006))
                .body("horizons[1].overall.mae", closeTo(Math.abs(1_000 - forecast.median(1)), 0.006))
                .body("horizons[0].overall.coverage", hasKey("80"))
                .body("horizons[0].months[0].month", equalTo("2026-10"))
                .body("drift.intervals.days", equalTo(1))
                .body("drift.intervals.drifting", equalTo(false));
    }

    @Test
    void whatIsBrokenOffIsLeftToTheNextCall() {
        scorer.score(() -> true);
        assertEquals(0, service.count("served_forecast"));

        scorer.score();
        assertEquals(7, service.count("served_forecast"));
    }

    @Test
    void scoringAgainChangesNothing() {
        store(1, 1_100);
        assertEquals(1, scorer.score());
        var before = recorded();
        clock.advance(Duration.ofHours(1));

        assertEquals(0, scorer.score());

        assertEquals(before, recorded());
    }

    @Test
    void aCorrectedPriceIsScoredAnew() {
        store(1, 1_100);
        scorer.score();

        store(1, 1_050);

        assertEquals(1, scorer.score());
        assertEquals(1, service.count("served_forecast WHERE price = 1050"));
    }

    @Test
    void aPriceThatIsRemovedIsScoredAnewWhenItComesBackAsAnotherOne() {
        store(1, 1_100);
        scorer.score();
        service.query("DELETE FROM daily_price WHERE day = $1", LAST.plusDays(1));
        assertEquals(0, scorer.score());

        store(1, 1_050);

        assertEquals(1, scorer.score());
        assertEquals(1, service.count("served_forecast WHERE price = 1050"));
        assertEquals(0, service.count("changed_price"));
    }

    @Test
    void ofChangedPricesThoseWithAForecastAreNotedAlone() {
        scorer.score();
        store(0, 1_100);
        service.query("UPDATE daily_price SET market_cap = 1");
        assertEquals(0, service.count("changed_price"));

        store(1, 1_100);
        store(1, 1_050);
        assertEquals(1, service.count("changed_price"));
        service.query("DELETE FROM coin WHERE id = 'bitcoin'");

        assertEquals(0, service.count("changed_price"));
    }

    @Test
    void originsThatServedWhileNobodyScoredAreCaughtUpOn() {
        for (int day = 1; day <= 5; day++) {
            store(day, 1_000 + day);
            trainer.advance();
        }

        // From origins 0 to 5 days after the last: 5 + 4 + 3 forecasts 1, 2 and 3 days ahead have arrived.
        assertEquals(12, scorer.score());
        assertEquals(6 * 7, service.count("served_forecast"));
        assertEquals(
                6, service.query("SELECT DISTINCT state FROM served_forecast").size());
        accuracy("bitcoin")
                .body("horizons[0].overall.days", equalTo(5))
                .body("horizons[1].overall.days", equalTo(4))
                .body("horizons[2].overall.days", equalTo(3));
    }

    @Test
    void whatIsNotRecordedIsTriedAgainForAWeek() {
        for (int day = 1; day <= 10; day++) {
            store(day, 1_000 + day);
            trainer.advance();
        }
        scorer.score();
        var tooOld = LAST.plusDays(9 - 7);
        service.query("DELETE FROM served_forecast WHERE origin IN ($1, $2)", tooOld, tooOld.plusDays(1));

        scorer.score();

        assertEquals(0, service.count("served_forecast WHERE origin = $1", tooOld));
        assertEquals(7, service.count("served_forecast WHERE origin = $1", tooOld.plusDays(1)));
    }

    @Test
    void aModelThatReplacesAnotherOnTheSameOriginIsTheOneScoredUnlessItComesTooLate() {
        scorer.score();
        trainer.train(List.of("bitcoin"));
        scorer.score();
        var newer = models.active("bitcoin").await().indefinitely().orElseThrow();
        assertEquals(7, service.count("served_forecast WHERE state = $1", newer.state()));

        store(1, 1_100);
        scorer.score();
        service.query(
                "UPDATE model_state SET served_from = served_from + interval '1 day' WHERE id <> $1", newer.state());
        scorer.score();

        assertEquals(7, service.count("served_forecast WHERE state = $1", newer.state()));
    }

    @Test
    void scoresOutliveTheModelsTheyAreOf() {
        store(1, 1_100);
        scorer.score();
        service.query("DELETE FROM active_model");
        service.query("DELETE FROM model");

        assertEquals(0, scorer.score());

        accuracy("bitcoin").body("horizons[0].overall.days", equalTo(1));
    }

    @Test
    void aStateThatCannotBeReadKeepsNoOtherFromBeingScored() {
        service.storeWalk("ethereum", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("ethereum"));
        service.query("UPDATE model_state SET blob = 'x' WHERE coin = 'bitcoin'");
        store(1, 1_100);
        prices.store(
                "ethereum", PriceSource.SAMPLE, List.of(new DailyPrice(LAST.plusDays(1), BigDecimal.TEN, null, null)));

        assertEquals(1, scorer.score());

        accuracy("ethereum").body("horizons.size()", equalTo(1));
        accuracy("bitcoin").body("horizons.size()", equalTo(0));
    }

    @Test
    void theRangeIsOfDaysForecast() {
        for (int day = 1; day <= 5; day++) {
            store(day, 1_000 + day);
            trainer.advance();
        }
        scorer.score();

        given().config(exactNumbers())
                .get("/coins/bitcoin/accuracy?from=2026-10-31&to=2026-11-01")
                .then()
                .statusCode(200)
                .body("horizons[0].overall.days", equalTo(2))
                .body("horizons[0].months.month", equalTo(List.of("2026-10", "2026-11")));
    }

    @Test
    void chancesOfReachingAPriceAreRecordedAsServedAndScoredWhenTheirDaysHavePassed() {
        scorer.score();
        assertEquals(12, service.count("served_touch WHERE touched IS NULL"));
        var chance = service.query("SELECT bound, probability FROM served_touch WHERE horizon = 7 AND change = 5")
                .get(0);
        given().config(exactNumbers())
                .queryParam("above", chance.getDouble("bound").toString())
                .queryParam("by", LAST.plusDays(7).toString())
                .get("/coins/bitcoin/touch")
                .then()
                .statusCode(200)
                .body("probability", closeTo(chance.getDouble("probability"), 1e-9));
        var last = chance.getDouble("bound") / 1.05;

        for (int day = 1; day <= 6; day++) {
            store(day, day == 3 ? 1.07 * last : last);
        }
        scorer.score();
        assertEquals(0, service.count("served_touch WHERE touched IS NOT NULL"));
        store(7, last);
        scorer.score();
        assertEquals(6, service.count("served_touch WHERE touched IS NOT NULL AND horizon = 7"));
        assertEquals(1, service.count("served_touch WHERE touched AND change = 5"));
        assertEquals(1, service.count("served_touch WHERE touched"));
        accuracy("bitcoin")
                .body("touches.bounds.horizon", equalTo(List.of(7, 7, 7, 7, 7, 7)))
                .body("touches.bounds.change", equalTo(List.of(-20, -10, -5, 5, 10, 20)))
                .body("touches.bounds.days", equalTo(List.of(1, 1, 1, 1, 1, 1)))
                .body("touches.bounds[3].touched", closeTo(100, 1e-9))
                .body("touches.bounds[3].probability", closeTo(100 * chance.getDouble("probability"), 0.01))
                .body("touches.bounds[3].brier", closeTo(Math.pow(1 - chance.getDouble("probability"), 2), 1e-3))
                .body("touches.reliability.days.sum()", equalTo(6))
                .body("touches.reliability[0].from", equalTo(0));
        given().get("/coins/bitcoin/accuracy?to=" + LAST.plusDays(6))
                .then()
                .statusCode(200)
                .body("touches.bounds.size()", equalTo(0));

        store(3, 1.12 * last);
        scorer.score();
        assertEquals(2, service.count("served_touch WHERE touched"));
    }

    @Test
    void chancesWaitAWeekForMissingDays() {
        scorer.score();
        store(1, 1_000);
        store(7, 1_000);
        scorer.score();
        store(13, 1_000);
        scorer.score();
        assertEquals(0, service.count("served_touch WHERE touched IS NOT NULL"));

        store(14, 1_000);
        scorer.score();
        assertEquals(6, service.count("served_touch WHERE touched IS NOT NULL"));
    }

    @Test
    void whatCannotBeAnsweredIsAProblem() {
        accuracy("ethereum").body("horizons.size()", equalTo(0)).body("from", equalTo(null));
        problem(given().get("/coins/no-such-coin/accuracy").then(), 404, "coin", "no-such-coin");
        problem(given().get("/coins/bitcoin/accuracy?from=soon").then(), 400, "from", "soon");
        problem(
                given().get("/coins/bitcoin/accuracy?from=2026-02-01&to=2026-01-01")
                        .then(),
                422,
                "from",
                "2026-02-01");
    }

    @Test
    void metricsTellHowEachCoinStands() {
        store(1, 1_100);
        scorer.score();

        var metrics =
                management().get("/q/metrics").then().statusCode(200).extract().asString();

        assertTrue(metrics.contains("ecoin_accuracy_relative_mae{coin=\"bitcoin\",horizon=\"1\"}"), metrics);
        assertTrue(metrics.contains("ecoin_accuracy_coverage{coin=\"bitcoin\",horizon=\"1\",level=\"80\"}"), metrics);
        assertTrue(metrics.contains("ecoin_accuracy_drift{coin=\"bitcoin\",of=\"intervals\"} 0.0"), metrics);
    }

    private List<JsonObject> recorded() {
        return service.query("SELECT * FROM served_forecast ORDER BY horizon").stream()
                .map(Row::toJson)
                .toList();
    }

    private void store(int daysAfterTheLast, double price) {
        prices.store(
                "bitcoin",
                PriceSource.SAMPLE,
                List.of(new DailyPrice(LAST.plusDays(daysAfterTheLast), BigDecimal.valueOf(price), null, null)));
    }

    private static ValidatableResponse accuracy(String coin) {
        return given().config(exactNumbers())
                .get("/coins/{coin}/accuracy", coin)
                .then()
                .statusCode(200);
    }

    private static RestAssuredConfig exactNumbers() {
        return RestAssuredConfig.config()
                .jsonConfig(JsonConfig.jsonConfig().numberReturnType(JsonPathConfig.NumberReturnType.DOUBLE));
    }
}
