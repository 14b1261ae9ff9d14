package dev.ecoin.serving;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class AsServedTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

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
    void aPastOriginsForecastIsToTheByteWhatWasServedThen() {
        var served = forecast("");
        store(0, 900);
        store(1, 2_000);
        clock.advance(Duration.ofDays(10));
        trainer.advance();
        trainer.train(List.of("bitcoin"));

        assertNotEquals(served, forecast(""));
        assertEquals(served, forecast("?as_of=" + LAST));
        given().get("/coins/bitcoin/forecast?as_of=" + LAST)
                .then()
                .body("model.origin", equalTo("2026-11-22"))
                .body("model.made_at", equalTo("2026-11-23T10:00:00Z"))
                .body("notes.findAll { it.contains('days old') }", empty());
    }

    @Test
    void anAnswerSaysWhichStateForecastsAndWhenItWasMade() {
        store(1, 900);
        clock.advance(Duration.ofDays(1));
        trainer.advance();

        given().get("/coins/bitcoin/forecast?as_of=2026-11-23")
                .then()
                .body("model.origin", equalTo("2026-11-23"))
                .body("model.trained_at", equalTo("2026-11-23T10:00:00Z"))
                .body("model.made_at", equalTo("2026-11-24T10:00:00Z"));
    }

    @Test
    void theOptionsOfAForecastHoldForItToo() {
        given().get("/coins/bitcoin/forecast?as_of=2026-11-22&horizon=3&level=50")
                .then()
                .statusCode(200)
                .body("days.size()", equalTo(3))
                .body("levels", equalTo(List.of(50)));
        problem(given().get("/coins/bitcoin/forecast?as_of=2026-11-22&model=1").then(), 400, "model", "1");
        problem(given().get("/coins/bitcoin/forecast?as_of=once").then(), 400, "as_of", "once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21", "2026-11-23", "-999999999-01-01", "+999999999-12-31"})
    void anOriginThatNothingWasServedFromIsA404ThatTellsThoseThereAre(String day) {
        problem(given().queryParam("as_of", day).get("/coins/bitcoin/forecast").then(), 404, "as_of", day)
                .body("valid", equalTo("2026-11-22"));
        problem(given().queryParam("as_of", day).get("/coins/ethereum/forecast").then(), 404, "coin", "ethereum");
    }

    private void store(int daysAfterTheLast, double price) {
        prices.store(
                "bitcoin",
                PriceSource.COINGECKO,
                List.of(new DailyPrice(LAST.plusDays(daysAfterTheLast), BigDecimal.valueOf(price), null, null)));
    }

    private static String forecast(String query) {
        return given().get("/coins/bitcoin/forecast" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
