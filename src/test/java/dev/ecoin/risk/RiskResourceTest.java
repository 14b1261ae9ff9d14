package dev.ecoin.risk;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class RiskResourceTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    Service service;

    private double last;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        var walk = service.storeWalk("bitcoin", LAST, 400, PriceSource.SAMPLE);
        last = walk.get(walk.size() - 1).price().doubleValue();
        trainer.train(List.of("bitcoin"));
    }

    /** Limits are printed to the cent, at most a thousandth of the interval's width. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 365, 1_000})
    void probabilitiesAgreeWithTheForecastsLimits(int days) {
        var forecast = given().get("/coins/bitcoin/forecast?level=80,95&horizon=" + days)
                .jsonPath();
        var at = "days[%d].".formatted(days - 1);
        var date = LAST.plusDays(days).toString();

        assertEquals(0.025, probability("above", forecast.getString(at + "upper_95"), date), 1e-4);
        assertEquals(0.025, probability("below", forecast.getString(at + "lower_95"), date), 1e-4);
        assertEquals(0.1, probability("above", forecast.getString(at + "upper_80"), date), 1e-4);
        assertEquals(0.5, probability("below", forecast.getString(at + "price"), date), 1e-3);
        var within = given().queryParam("date", date)
                .queryParam("above", forecast.getString(at + "lower_80"))
                .queryParam("below", forecast.getString(at + "upper_80"))
                .get("/coins/bitcoin/probability")
                .jsonPath()
                .getDouble("probability");
        assertEquals(0.8, within, 2e-4);
    }

    @Test
    void aReturnIsCountedFromTheLastPrice() {
        var date = "2026-12-22";
        var expected = probability("above", Double.toString(1.1 * last), date);

        assertEquals(expected, probability("return_above", "10", date), 1e-6);
        assertEquals(1 - expected, probability("return_below", "10", date), 1e-6);
        given().get("/coins/bitcoin/probability?return_above=-5&return_below=5&date=" + date)
                .then()
                .statusCode(200)
                .body("days_ahead", equalTo(30))
                .body("model.origin", equalTo("2026-11-22"));
        given().get("/coins/bitcoin/probability?above=5&date=" + date)
                .then()
                .statusCode(200)
                .body("$", not(hasKey("below")))
                .body("probability", equalTo(1));
    }

    @Test
    void quantilesOfReturnsAreThoseOfPrices() {
        var returns = given().get("/coins/bitcoin/returns?days=30&quantiles=97.5,50,2.5")
                .then()
                .statusCode(200)
                .body("date", equalTo("2026-12-22"))
                .body("quantiles.quantile", equalTo(List.of(2.5f, 50, 97.5f)))
                .extract()
                .jsonPath();
        var forecast =
                given().get("/coins/bitcoin/forecast?level=95&horizon=30").jsonPath();

        assertEquals(forecast.getDouble("days[29].lower_95"), returns.getDouble("quantiles[0].price"));
        assertEquals(forecast.getDouble("days[29].price"), returns.getDouble("quantiles[1].price"));
        assertEquals(forecast.getDouble("days[29].upper_95"), returns.getDouble("quantiles[2].price"));
        for (int k = 0; k < 3; k++) {
            assertEquals(
                    100 * (returns.getDouble("quantiles[" + k + "].price") / last - 1),
                    returns.getDouble("quantiles[" + k + "].return"),
                    2e-3);
        }
        assertEquals(
                probability("below", Double.toString(last), "2026-12-22"), returns.getDouble("loss_probability"), 1e-6);
    }

    @Test
    void withoutOptionsAMonthsReturnIsToldByFiveQuantiles() {
        given().get("/coins/bitcoin/returns")
                .then()
                .statusCode(200)
                .body("days", equalTo(30))
                .body("quantiles.quantile", equalTo(List.of(5, 25, 50, 75, 95)))
                .body("quantiles", hasSize(5));
    }

    @Test
    void theProbabilityOfAHigherBoundIsSmaller() {
        var before = 1.0;
        for (var price : List.of("500", "800", "1000", "1200", "2000", "100000")) {
            var probability = probability("above", price, "2026-12-22");
            assertTrue(probability <= before, price + ": " + probability);
            before = probability;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "probability?above=1, 400, date,",
        "probability?date=2026-12-01, 400, above,",
        "probability?date=2026-11-22&above=1, 422, date, 2026-11-22",
        "probability?date=2030-01-01&above=1, 422, date, 2030-01-01",
        "probability?date=2026-12-01&above=-1, 422, above, -1",
        "probability?date=2026-12-01&above=0, 422, above, 0",
        "probability?date=2026-12-01&above=1e5, 400, above, 1e5",
        "probability?date=2026-12-01&return_above=9999999999999999999, 400, return_above, 9999999999999999999",
        "probability?date=2026-12-01&above=5&below=5, 422, above, 5",
        "probability?date=2026-12-01&above=5&return_above=5, 400, above, 5",
        "probability?date=2026-12-01&return_below=-100, 422, return_below, -100",
        "probability?date=2026-12-01&return_above=5&return_below=-5, 422, return_above, 5",
        "returns?days=0, 422, days, 0",
        "returns?days=1001, 422, days, 1001",
        "returns?days=x, 400, days, x",
        "returns?quantiles=0, 422, quantiles, 0",
        "returns?quantiles=100, 422, quantiles, 100",
        "returns?quantiles=five, 400, quantiles, five",
        "'returns?quantiles=5,,6', 400, quantiles, ''"
    })
    void whatCannotBeAnsweredIsAProblemThatNamesTheParameter(String path, int status, String parameter, String value) {
        problem(given().get("/coins/bitcoin/" + path).then(), status, parameter, value);
    }

    @Test
    void aPriceBeyondAnyNumberIsAProblem() {
        var digits = "9".repeat(331);

        given().get("/coins/bitcoin/probability?date=2026-12-01&above=" + digits)
                .then()
                .statusCode(400)
                .body("parameter", equalTo("above"));
        assertEquals(0, probability("above", digits.substring(1), "2026-12-01"));
    }

    @Test
    void aCoinWithoutModelAndAnUnknownOneAreA404() {
        for (var what : List.of("returns", "probability?date=2026-12-01&above=1")) {
            problem(given().get("/coins/ethereum/" + what).then(), 404, "coin", "ethereum");
            problem(given().get("/coins/no-such-coin/" + what).then(), 404, "coin", "no-such-coin");
        }
    }

    private static double probability(String bound, String value, String date) {
        return given().queryParam("date", date)
                .queryParam(bound, value)
                .get("/coins/bitcoin/probability")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getDouble("probability");
    }
}
