package dev.ecoin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.crawl.CrawlMode;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.BacktestOptions;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service with prices in euros: its calls and all its answers name the currency. */
@QuarkusTest
@WithDatabaseAndCoinGecko
@TestProfile(InEuroIT.Euro.class)
public class InEuroIT {

    public static final class Euro implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.currency", "eur");
        }
    }

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @Inject
    Crawler crawler;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @Test
    void theDatabaseIsInEuro() {
        assertEquals(1, service.count("currency WHERE code = 'eur'"));
    }

    @Test
    void coinGeckoIsAskedForEuros() {
        crawler.crawl(new CrawlRequest(List.of("bitcoin"), LAST, LAST, CrawlMode.RANGE), "test", progress -> {})
                .orElseThrow();
        assertTrue(
                coinGecko.calls().get(0).toString().contains("/market_chart/range?vs_currency=eur&"),
                coinGecko.calls()::toString);

        crawler.crawl(
                        new CrawlRequest(List.of("bitcoin"), LAST.minusDays(1), LAST, CrawlMode.HISTORY),
                        "test",
                        progress -> {})
                .orElseThrow();
        assertEquals(
                2,
                service.count("price_document AS d JOIN daily_price AS p USING (coin, day)"
                        + " WHERE (document #>> '{market_data,current_price,eur}')::numeric = price"),
                "the stand-in's documents have another price in dollars");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/coins/bitcoin/prices",
                "/coins/bitcoin/quality",
                "/coins/bitcoin/forecast",
                "/coins/bitcoin/probability?date=2026-12-24&above=1",
                "/coins/bitcoin/returns",
                "/coins/bitcoin/drawdown",
                "/coins/bitcoin/touch?by=2026-12-24&above=1000000",
                "/coins/bitcoin/explain",
                "/coins/bitcoin/anomalies",
                "/coins/bitcoin/accuracy",
                "/coins/bitcoin/backtest",
                "/analysis/monthly-range"
            })
    void everyAnswerWithPricesNamesTheCurrency(String address) {
        train();

        given().get(address).then().statusCode(200).body("currency", equalTo("eur"));
    }

    @Test
    void answersOfManyCoinsAndModelsAndPlainPricesNameItToo() {
        train();

        given().get("/forecasts?coins=bitcoin").then().body("forecasts.bitcoin.currency", equalTo("eur"));
        given().get("/coins/bitcoin/models").then().body("models.scores.currency", equalTo(List.of("eur")));
        given().get("/forecast?coin=bitcoin&date=2026-12-24").then().header("Price-Currency", equalTo("eur"));
        given().get("/coins/bitcoin/forecast").then().body("notes", hasItem(matchesPattern(".* [0-9.]+ EUR: .*")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/coins/bitcoin/prices",
                "/coins/bitcoin/forecast",
                "/coins/bitcoin/explain",
                "/coins/bitcoin/anomalies?level=50",
                "/analysis/monthly-average",
                "/export/prices",
                "/export/features",
                "/export/forecasts"
            })
    void everyCsvHasItAsTheLastColumn(String address) {
        train();

        var csv = given().accept("text/csv")
                .get(address)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        var lines = csv.lines().toList();
        assertTrue(lines.get(0).endsWith(",currency") && lines.size() > 1, csv);
        assertTrue(lines.stream().skip(1).allMatch(line -> line.endsWith(",eur")), csv);
    }

    @Test
    void theMarketCapOfAnAnalysisIsTheDocuments() {
        service.query(
                "INSERT INTO daily_price (coin, day, price, source) SELECT 'bitcoin', date '2026-01-01' + n, 10 - n,"
                        + " 'import' FROM generate_series(0, 5) AS n");
        service.query(
                "INSERT INTO price_document (coin, day, fetched_at, document) VALUES ('bitcoin', '2026-01-01', now(),"
                        + " '{\"market_data\": {\"market_cap\": {\"usd\": 1, \"eur\": 2}}}')");

        given().get("/analysis/rises-after-falls").then().body("rows.market_cap", equalTo(List.of(2)));
    }

    @Test
    void theDocumentOfTheApiSaysWhatPricesAreIn() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .body("components.schemas.Currency.type", equalTo("string"))
                .body("components.schemas.Currency.examples", equalTo(List.of("eur")))
                .body("components.schemas.Forecast.properties.currency.$ref", startsWith("#/components/schemas/"));
    }

    private void train() {
        service.storeWalk("bitcoin", LAST, 120, PriceSource.IMPORT);
        assertEquals(
                List.of("bitcoin"),
                trainer.train(List.of("bitcoin")).stream()
                        .map(run -> run.coin())
                        .toList());
        trainer.backtest(List.of("bitcoin"), BacktestOptions.STANDARD, "test");
    }
}
