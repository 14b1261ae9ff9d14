package dev.ecoin.serving;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ManyForecastsResourceTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "solana");
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        service.storeWalk("ethereum", LAST.minusDays(5), 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin", "ethereum"));
    }

    @Test
    void eachForecastIsWhatTheCoinsOwnAddressGives() {
        var many = get(Map.of("coins", "ethereum,bitcoin", "to", "2026-11-25", "level", "90"))
                .statusCode(200)
                .body("problems", anEmptyMap())
                .extract()
                .asString();

        assertEquals(
                "{\"forecasts\":{\"ethereum\":" + alone("ethereum") + ",\"bitcoin\":" + alone("bitcoin")
                        + "},\"problems\":{}}",
                many);
    }

    private static String alone(String coin) {
        return given().get("/coins/" + coin + "/forecast?to=2026-11-25&level=90")
                .asString();
    }

    @Test
    void whatFailsForACoinIsToldBesideTheOthersAsItsOwnAddressTellsIt() {
        var answer = get(Map.of("coins", "bitcoin,ethereum,solana,no \"such\" coin", "to", "2026-11-20"))
                .statusCode(200)
                .body("forecasts.keySet()", hasSize(1))
                .body("forecasts.ethereum.days", hasSize(3))
                .body("problems.bitcoin.status", equalTo(422))
                .body("problems.bitcoin.parameter", equalTo("to"))
                .body("problems.solana.status", equalTo(404))
                .body("problems.solana.detail", containsString("no model yet"))
                .extract()
                .jsonPath();

        for (var coin : List.of("bitcoin", "solana", "no \"such\" coin")) {
            assertEquals(
                    given().pathParam("coin", coin)
                            .get("/coins/{coin}/forecast?to=2026-11-20")
                            .jsonPath()
                            .getMap(""),
                    answer.getMap("problems").get(coin));
        }
    }

    @Test
    void aCoinGivenTwiceIsAnsweredOnce() {
        get(Map.of("coins", " bitcoin,,bitcoin ")).statusCode(200).body("forecasts.keySet()", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({"horizon, 0, 422", "horizon, x, 400", "to, soon, 400", "level, 100, 422", "level, high, 400"})
    void whatIsWrongForEveryCoinIsTheCallsProblem(String parameter, String value, int status) {
        problem(get(Map.of("coins", "bitcoin", parameter, value)), status, parameter, value);
    }

    @Test
    void withoutCoinsOrWithTooManyThereIsNoAnswer() {
        problem(get(Map.of()), 400, "coins", null);
        problem(get(Map.of("coins", ",")), 400, "coins", ",");
        var fifty = IntStream.range(0, 50).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        get(Map.of("coins", fifty)).statusCode(200).body("problems.keySet()", hasSize(50));
        get(Map.of("coins", fifty + ",bitcoin"))
                .statusCode(422)
                .body("parameter", equalTo("coins"))
                .body("valid", containsString("up to 50 ids"));
    }

    @Test
    void itIsJsonAlone() {
        problem(given().accept("text/csv").get("/forecasts?coins=bitcoin").then(), 406, "Accept", "text/csv");
    }

    @Test
    void allThreeAddressesAnswer304ToWhoHasTheAnswer() {
        for (var address : List.of(
                "/forecasts?coins=bitcoin,solana",
                "/coins/bitcoin/forecast",
                "/forecast?coin=bitcoin&date=2026-12-31")) {
            var tag = given().get(address).then().statusCode(200).extract().header("ETag");
            given().header("If-None-Match", tag)
                    .get(address)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(equalTo(""));
        }
    }

    @Test
    void theTagChangesWithEachCoinsState() {
        var before = get(Map.of("coins", "bitcoin,solana")).extract().header("ETag");
        service.storeWalk("solana", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("solana"));

        var after = get(Map.of("coins", "bitcoin,solana"))
                .statusCode(200)
                .body("problems", anEmptyMap())
                .extract()
                .header("ETag");

        assertTrue(!after.equals(before), after);
    }

    private static ValidatableResponse get(Map<String, String> parameters) {
        return given().queryParams(parameters).get("/forecasts").then();
    }
}
