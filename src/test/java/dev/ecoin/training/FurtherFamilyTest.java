package dev.ecoin.training;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ecoin.forecasting.ExponentialSmoothing;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A family known only by its class and registration works throughout the service. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class FurtherFamilyTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    PriceRepository prices;

    @Inject
    Service service;

    @Test
    void aFamilyIsFittedStoredServedDescribedExplainedAndMovedOn() {
        service.reset("bitcoin", "ethereum");
        var newer = service.storeWalkExcept("bitcoin", LAST, 400, 3, PriceSource.COINGECKO);

        awaitEnd(post("{\"order\":\"smoothing\"}").statusCode(202).extract().header("Location"))
                .body("state", equalTo("succeeded"))
                .body("note", equalTo("serves now"));

        var fitted = assertInstanceOf(ExponentialSmoothing.class, active().fitted());
        get("/models/active")
                .body("order", equalTo("smoothing"))
                .body("observations", equalTo(397))
                .body("log_likelihood", nullValue())
                .body("coefficients.alpha.estimate", equalTo((float) fitted.alpha()))
                .body("coefficients.alpha.standard_error", nullValue())
                .body("diagnostics.missing_days", equalTo(0))
                .body("diagnostics.intervals.trials", hasSize(greaterThan(1)))
                .body("candidates", hasSize(0))
                .body("backtest.by_horizon", hasSize(14));
        get("/backtest").body("order", equalTo("smoothing")).body("overall.model.mase", greaterThan(0f));

        Forecast expected = fitted.forecast(30, 80, 95);
        get("/forecast?horizon=30&level=80,95")
                .body("model.order", equalTo("smoothing"))
                .body("days", hasSize(30))
                .body(
                        "days[29].upper_95",
                        equalTo(PriceDigits.round(expected.upper(1, 29)).floatValue()))
                .body("notes", hasItem(containsString("flat at the smoothed price, ")));
        get("/explain?horizon=14&from=2026-11-01")
                .body("model.order", equalTo("smoothing"))
                .body("history.fitted", everyItem(notNullValue()))
                .body("forecast", hasSize(14));
        get("/probability?date=2026-12-01&above=1").body("probability", notNullValue());
        get("/anomalies").body("model.order", equalTo("smoothing"));

        prices.store("bitcoin", PriceSource.COINGECKO, newer);
        assertEquals(1, trainer.advance().size());
        var moved = active();
        assertEquals(LAST, moved.origin());
        assertEquals(
                fitted.advance(DailySeries.of(
                                LAST.minusDays(2),
                                newer.stream()
                                        .mapToDouble(day -> day.price().doubleValue())
                                        .toArray()))
                        .forecast(30, 80),
                moved.fitted().forecast(30, 80));
        get("/forecast?horizon=3").body("model.origin", equalTo(LAST.toString()));
    }

    @Test
    void whatCanBeAskedForNamesEveryFamily() {
        service.reset("bitcoin", "ethereum");

        problem(post("{\"order\":\"smoothest\"}"), 422, "order", "smoothest")
                .body("detail", containsString("'smoothest' is not a valid order"))
                .body("valid", containsString("(p,d,q)(P,D,Q)m"))
                .body("valid", containsString("smoothing"));
    }

    private StoredModel active() {
        return models.active("bitcoin").await().indefinitely().orElseThrow();
    }

    private static ValidatableResponse get(String path) {
        return given().get("/coins/bitcoin" + path).then().statusCode(200);
    }

    private static ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/coins/bitcoin/models")
                .then();
    }

    private static ValidatableResponse awaitEnd(String location) {
        return await().atMost(Duration.ofMinutes(5))
                .until(() -> given().get(location).then().statusCode(200), run -> !List.of("waiting", "running")
                        .contains(run.extract().<String>path("state")));
    }
}
