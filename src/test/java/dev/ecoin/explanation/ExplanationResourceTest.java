package dev.ecoin.explanation;

import static dev.ecoin.testing.Management.management;
import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ExplanationResourceTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    AnomalyWatch watch;

    @Inject
    PriceRepository prices;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        service.query("DELETE FROM daily_price WHERE day = $1", LAST.minusDays(100));
        trainer.train(List.of("bitcoin"));
    }

    @Test
    void printedComponentsAddUpToTheLastDigitAndForecastsAreTheServedMedians() throws Exception {
        var explanation = json("/coins/bitcoin/explain?horizon=14");

        assertEquals(300, explanation.get("history").size());
        assertEquals(14, explanation.get("forecast").size());
        var sums = 0;
        for (var part : List.of("history", "forecast")) {
            for (var day : explanation.get(part)) {
                if (!day.get("price").isNull()) {
                    sums++;
                    var sum = day.get("level")
                            .decimalValue()
                            .add(day.get("weekly").decimalValue())
                            .add(day.get("remainder").decimalValue());
                    assertEquals(0, day.get("log_price").decimalValue().compareTo(sum), day.toString());
                    assertEquals(
                            day.get("price").doubleValue(),
                            day.get("level_price").doubleValue()
                                    * day.get("weekly_factor").doubleValue()
                                    * day.get("remainder_factor").doubleValue(),
                            part.equals("history") ? 1e-9 * day.get("price").doubleValue() : 0.006);
                }
            }
        }
        assertEquals(299 + 14, sums);
        var served = json("/coins/bitcoin/forecast?horizon=14");
        for (int step = 0; step < 14; step++) {
            assertEquals(
                    served.get("days").get(step).get("price"),
                    explanation.get("forecast").get(step).get("price"));
            assertEquals(
                    served.get("days").get(step).get("day"),
                    explanation.get("forecast").get(step).get("day"));
        }
        assertEquals(served.get("model"), explanation.get("model"));
    }

    @ParameterizedTest
    @CsvSource({
        "horizon=30, 300, 30",
        "from=2026-11-01, 22, 30",
        "to=2026-11-01, 279, 30",
        "from=2026-11-01&to=2026-11-02&horizon=0, 2, 0",
        "from=-999999999-01-01&to=%2B999999999-12-31&horizon=365, 300, 365",
        "to=-999999999-01-01, 0, 30",
        "from=%2B999999999-12-31, 0, 30"
    })
    void theRangeAndTheHorizonAreWhatIsShown(String query, int days, int steps) {
        get("explain?" + query)
                .statusCode(200)
                .body("history", hasSize(days))
                .body("forecast", hasSize(steps))
                .body("trend_strength", not(equalTo(null)));
    }

    @Test
    void csvHasALineForEachDayAndNoScientificNumber() {
        var csv = given().accept("text/csv")
                .get("/coins/bitcoin/explain?from=2026-11-21&horizon=1")
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .extract()
                .asString();

        var lines = csv.lines().toList();
        assertEquals(
                "coin,date,part,price,log_price,level,weekly,remainder,level_price,weekly_factor,remainder_factor,fitted,residual,currency",
                lines.get(0));
        assertTrue(lines.get(1).startsWith("bitcoin,2026-11-21,history,"), lines.get(1));
        assertTrue(
                lines.get(3).startsWith("bitcoin,2026-11-23,forecast,")
                        && lines.get(3).endsWith(",,,usd"),
                lines.get(3));
        assertEquals(4, lines.size());
        assertTrue(csv.lines().skip(1).noneMatch(line -> line.matches(".*[0-9]E.*")), csv);
    }

    @Test
    void anAnomalyIsReportedWithItsProbabilityAndBounds() throws Exception {
        crash();

        var anomalies = json("/coins/bitcoin/anomalies?level=99");
        var newest = anomalies.get("newest");

        assertEquals("2026-11-23", newest.get("day").asText());
        assertTrue(newest.get("anomalous").booleanValue());
        assertTrue(newest.get("price").doubleValue() < newest.get("lower").doubleValue());
        assertTrue(newest.get("lower").doubleValue() < newest.get("median").doubleValue());
        assertTrue(newest.get("median").doubleValue() < newest.get("upper").doubleValue());
        assertTrue(newest.get("probability").doubleValue() < 0.01);
        var listed = anomalies.get("anomalies");
        assertEquals(newest, listed.get(listed.size() - 1));
        assertEquals(
                BigDecimal.valueOf(anomalies.get("days_checked").intValue())
                        .movePointLeft(2)
                        .doubleValue(),
                anomalies.get("expected").doubleValue(),
                1e-3);
        given().accept("text/csv")
                .get("/coins/bitcoin/anomalies?from=2026-11-23")
                .then()
                .statusCode(200)
                .body(containsString("coin,date,price,median,lower,upper,probability,currency\r\nbitcoin,2026-11-23,"));
    }

    @Test
    void theNewestDaysBoundsAreThoseThatWereForecastTheDayBefore() throws Exception {
        var served =
                json("/coins/bitcoin/forecast?horizon=1&level=99").get("days").get(0);
        crash();

        var newest = json("/coins/bitcoin/anomalies").get("newest");

        assertEquals(served.get("price").doubleValue(), newest.get("median").doubleValue(), 0.011);
        assertEquals(served.get("lower_99").doubleValue(), newest.get("lower").doubleValue(), 0.011);
        assertEquals(served.get("upper_99").doubleValue(), newest.get("upper").doubleValue(), 0.011);
    }

    @Test
    void aCoinWhosePricesAreGoneFromOneQuestionToTheNextIsNoFaultOfTheService() {
        service.query("DELETE FROM daily_price WHERE coin = 'bitcoin'");

        problem(given().get("/coins/bitcoin/anomalies").then(), 404, "coin", "bitcoin");
        problem(given().get("/coins/bitcoin/explain").then(), 404, "coin", "bitcoin");
    }

    @Test
    void aHigherLevelHasFewerAnomalies() throws Exception {
        var at50 = json("/coins/bitcoin/anomalies?level=50").get("anomalies").size();
        var at90 = json("/coins/bitcoin/anomalies?level=90").get("anomalies").size();

        assertTrue(at90 < at50 && at50 > 80, at50 + " and " + at90);
    }

    @Test
    void theWatchPutsTheNewestDayIntoAMetric() throws Exception {
        crash();

        watch.look();

        var probability = json("/coins/bitcoin/anomalies")
                .get("newest")
                .get("probability")
                .doubleValue();
        var line = management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(each -> each.startsWith("ecoin_anomaly_probability{coin=\"bitcoin\"}"))
                .findFirst()
                .orElseThrow();
        assertEquals(probability, Double.parseDouble(line.substring(line.lastIndexOf(' '))), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        "explain?from=soon, 400, from, soon",
        "explain?to=2026-02-30, 400, to, 2026-02-30",
        "explain?from=2026-02-02&to=2026-02-01, 422, from, 2026-02-02",
        "explain?horizon=366, 422, horizon, 366",
        "explain?horizon=-1, 422, horizon, -1",
        "explain?horizon=1e2, 400, horizon, 1e2",
        "anomalies?level=100, 422, level, 100",
        "anomalies?level=0, 422, level, 0",
        "anomalies?level=99.9999, 400, level, 99.9999",
        "anomalies?level=NaN, 400, level, NaN",
        "anomalies?from=x, 400, from, x"
    })
    void whatCannotBeAnsweredIsAProblemThatNamesTheParameter(String path, int status, String parameter, String value) {
        problem(get(path), status, parameter, value);
    }

    @Test
    void aLongHistoryIsShownTenYearsAtATime() {
        service.storeWalk("ethereum", LAST, 4_000, PriceSource.SAMPLE);
        trainer.train(List.of("ethereum"));

        problem(given().get("/coins/ethereum/explain?from=2000-01-01").then(), 422, "from", "2015-12-11")
                .body("valid", equalTo("a date from 2016-11-15"));
        given().get("/coins/ethereum/explain?from=2016-11-15")
                .then()
                .statusCode(200)
                .body("history", hasSize(3_660));
    }

    @Test
    void aCoinWithoutModelAndAnUnknownOneAreA404() {
        for (var what : List.of("explain", "anomalies")) {
            problem(given().get("/coins/ethereum/" + what).then(), 404, "coin", "ethereum");
            problem(given().get("/coins/no-such-coin/" + what).then(), 404, "coin", "no-such-coin");
            given().accept("image/png").get("/coins/bitcoin/" + what).then().statusCode(406);
        }
    }

    /** The price falls by half the next day. */
    private void crash() {
        var last = prices.price("bitcoin", LAST).await().indefinitely().orElseThrow();
        prices.store(
                "bitcoin",
                PriceSource.SAMPLE,
                List.of(new DailyPrice(LAST.plusDays(1), BigDecimal.valueOf(last / 2), null, null)));
        trainer.advance();
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false).get("/coins/bitcoin/" + path).then();
    }

    private static JsonNode json(String path) throws Exception {
        return new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(given().get(path).then().statusCode(200).extract().asString());
    }
}
