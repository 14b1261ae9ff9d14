package dev.ecoin.prices;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.http.Problem;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class CoinResourceTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Number of lists used so far; static because the service's cache outlives each test. */
    private static int lists;

    @Inject
    JobDatabase database;

    @Inject
    CoinRepository coins;

    @Inject
    CoinNames names;

    @Inject
    Trainer trainer;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @Inject
    CircuitBreakerMaintenance breakers;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void theListTellsPricesModelAndFreshnessOfEachCoin() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        names.learn();

        given().get("/coins")
                .then()
                .statusCode(200)
                .body("coins.id", equalTo(List.of("bitcoin", "ethereum")))
                .body("coins[0].symbol", equalTo("bit"))
                .body("coins[0].name", equalTo("Bitcoin"))
                .body("coins[0].state", equalTo("active"))
                .body("coins[0].first_day", equalTo("2026-01-25"))
                .body("coins[0].last_day", equalTo("2026-11-20"))
                .body("coins[0].days_stored", equalTo(300))
                .body("coins[0].freshness_days", equalTo(3))
                .body(
                        "coins[0].model.order",
                        equalTo(service.query("SELECT name FROM model").get(0).getString("name")))
                .body("coins[0].model.origin", equalTo("2026-11-20"))
                .body("coins[0].delisted_on", nullValue())
                .body("coins[1].first_day", nullValue())
                .body("coins[1].days_stored", equalTo(0))
                .body("coins[1].freshness_days", nullValue())
                .body("coins[1].model", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "search, ETHER, ethereum",
        "search, coin, bitcoin",
        "search, n, bitcoin",
        "search, %, ",
        "state, paused, ethereum",
        "state, active, bitcoin",
        "state, delisted, ",
    })
    void theListCanBeSearchedAndSiftedByState(String parameter, String value, String id) {
        coins.set("ethereum", CoinState.PAUSED);

        given().queryParam(parameter, value)
                .get("/coins")
                .then()
                .statusCode(200)
                .body("coins.id", equalTo(id == null ? List.of() : List.of(id)));
    }

    @Test
    void whatCoinGeckoListsIsStoredWithoutNulAndControlCharacters() {
        clock.advance(Duration.ofHours(2));
        coinGecko.fail(200, Map.of(), """
                [{"id":"odd","symbol":"o\\u0000dd","name":"Odd\\u0000\\u001b[2J\\n\\u2028one \\\\u0000"},\
                {"id":"li\\nne","symbol":"x","name":"x"},{"id":"\\u202efdp","symbol":"y","name":"y"}]\
                """);

        given().contentType(ContentType.JSON)
                .body("{\"state\":\"paused\"}")
                .put("/coins/odd")
                .then()
                .statusCode(201)
                .body("symbol", equalTo("odd"))
                .body("name", equalTo("Odd [2J  one \\u0000"));
        given().urlEncodingEnabled(false).put("/coins/li%0Ane").then().statusCode(422);
        given().put("/coins/\u202efdp").then().statusCode(422);
    }

    @Test
    void amongManyTheOneThatIsCalledSoComesFirstAndTheListCanBeCut() {
        service.query("INSERT INTO coin (id, symbol, name) VALUES ('aave-eth', 'aeth', 'Aave'),"
                + " ('ethena', 'ena', 'Ethena'), ('wrapped', 'weth', 'Wrapped Ether')");
        service.query("UPDATE coin SET symbol = 'eth', name = 'Ethereum' WHERE id = 'ethereum'");

        given().get("/coins?search=ETH")
                .then()
                .body("coins.id", equalTo(List.of("ethereum", "ethena", "aave-eth", "wrapped")));
        given().get("/coins?search=eth&limit=2").then().body("coins.id", equalTo(List.of("ethereum", "ethena")));
        given().get("/coins?limit=1").then().body("coins.id", equalTo(List.of("aave-eth")));
        problem(given().get("/coins?limit=0").then(), 422, "limit", "0");
        problem(given().get("/coins?limit=many").then(), 400, "limit", "many");
    }

    @Test
    void symbolAndNameAreSearchedToo() {
        service.query("UPDATE coin SET symbol = 'xyz', name = 'Quite Another' WHERE id = 'bitcoin'");

        given().get("/coins?search=XyZ").then().body("coins.id", equalTo(List.of("bitcoin")));
        given().get("/coins?search=another").then().body("coins.id", equalTo(List.of("bitcoin")));
        given().get("/coins?search=xyz%20quite").then().body("coins.id", equalTo(List.of()));
    }

    @Test
    void aStateThatDoesNotExistIsA400ThatNamesTheOnesThatDo() {
        problem(given().get("/coins?state=asleep").then(), 400, "state", "asleep")
                .body("valid", equalTo("active, paused, delisted"));
    }

    @Test
    void anAddedCoinIsCrawledTrainedAndServedWithoutARestart() {
        given().put("/coins/solana")
                .then()
                .statusCode(201)
                .header("Location", endsWith("/coins/solana"))
                .body("id", equalTo("solana"))
                .body("symbol", equalTo("sol"))
                .body("name", equalTo("Solana"))
                .body("state", equalTo("active"));

        awaitModelOf("solana");
        given().get("/forecast?coin=solana&date=2026-12-31").then().statusCode(200);
        given().get("/coins/solana")
                .then()
                .statusCode(200)
                .body("days_stored", equalTo(364))
                .body("freshness_days", equalTo(1))
                .body("model.origin", equalTo("2026-11-22"));
    }

    @Test
    void aCoinWhoseCrawlCannotBeAskedForDoesNotCome() {
        service.query("ALTER TABLE run ADD CONSTRAINT no_crawl CHECK (kind <> 'crawl')");
        try {
            put("solana", "").statusCode(500);
            assertEquals(0, service.count("coin WHERE id = 'solana'"));
        } finally {
            service.query("ALTER TABLE run DROP CONSTRAINT no_crawl");
        }
        put("solana", "").statusCode(201);
        assertEquals(1, service.count("run WHERE kind = 'crawl'"));
    }

    @Test
    void addingACoinThatIsHereChangesNothingAndAsksNobody() {
        coins.set("ethereum", CoinState.PAUSED);

        put("bitcoin", "").statusCode(200).body("state", equalTo("active"));
        put("bitcoin", "{}").statusCode(200).body("state", equalTo("active"));
        put("ethereum", "{\"state\":null}").statusCode(200).body("state", equalTo("paused"));

        assertEquals(List.of(), coinGecko.calls());
    }

    @Test
    void aPausedCoinIsServedButNeitherCrawledNorTrainedUntilItIsResumed() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));

        put("bitcoin", "{\"state\":\"paused\"}").statusCode(200).body("state", equalTo("paused"));

        assertEquals(List.of("ethereum"), coins.ids().await().indefinitely());
        assertEquals(List.of("bitcoin", "ethereum"), coins.allIds().await().indefinitely());
        given().get("/forecast?coin=bitcoin&date=2026-12-31").then().statusCode(200);
        given().get("/coins/bitcoin/prices").then().statusCode(200).body("prices.size()", equalTo(300));
        assertEquals(List.of(), coinGecko.calls());

        put("bitcoin", "{\"state\":\"active\"}").statusCode(200).body("state", equalTo("active"));

        await().atMost(PATIENCE)
                .until(() -> service.count("daily_price WHERE coin = 'bitcoin' AND day = '2026-11-22'") == 1);
        awaitModelOf("ethereum");
    }

    @Test
    void aCoinMayBeAddedAtRest() {
        put("solana", "{\"state\":\"paused\"}").statusCode(201).body("state", equalTo("paused"));

        assertEquals(1, coinGecko.calls().size(), "the list, no prices");
    }

    @Test
    void aCoinThatCoinGeckoDoesNotHaveIsA422ThatTellsSimilarOnes() {
        problem(put("bitcoins", ""), 422, "id", "bitcoins").body("valid", endsWith("similar ones are bitcoin"));
        problem(put("SOL", ""), 422, "id", "SOL").body("valid", endsWith("SOL is the symbol of solana"));
        problem(put("Etherium", ""), 422, "id", "Etherium").body("valid", endsWith("similar ones are ethereum"));
        problem(put("no such coin at all", ""), 422, "id", "no such coin at all");
        assertEquals(2, service.count("coin"));
    }

    @Test
    void aSymbolIsAnsweredWithTheIdsThatHaveIt() {
        awaitAnotherList();
        list("bitcoin btc Bitcoin", "btc-bridged btc Bridged", "btcs btcs Btcs", "solana sol Solana");

        problem(put("BTC", ""), 422, "id", "BTC")
                .body("valid", endsWith("; BTC is the symbol of bitcoin, btc-bridged"));
    }

    @Test
    void aCoinThatWasListedMinutesAgoIsFound() {
        awaitAnotherList();
        list("bitcoin btc Bitcoin");
        problem(put("solana", ""), 422, "id", "solana");
        clock.advance(Duration.ofMinutes(2));

        put("solana", "{\"state\":\"paused\"}")
                .statusCode(201)
                .body("listing", equalTo("listed"))
                .body("note", nullValue());

        assertEquals(2, coinGecko.calls().size(), "the list, and once more before the coin is refused");
    }

    @Test
    void aCoinIsTakenWhileTheListCannotBeHadAndLookedUpByTheNextCrawl() {
        awaitAnotherList();
        failAtEveryCall(503);

        put("solana", "{\"state\":\"paused\"}")
                .statusCode(201)
                .body("listing", equalTo("not_checked"))
                .body("name", nullValue())
                .body("note", startsWith("Not checked yet: "));
        put("SOLANA", "{\"state\":\"active\"}").statusCode(201).body("listing", equalTo("not_checked"));
        problem(put("so\u0007lana", ""), 422, "id", "so\u0007lana");
        names.check();
        given().get("/coins/solana").then().body("listing", equalTo("not_checked"));
        // The second coin is crawled.
        service.awaitRequestedWork();
        coinGecko.reset();
        breakers.resetAll();
        names.check();

        given().get("/coins/solana")
                .then()
                .body("listing", equalTo("listed"))
                .body("name", equalTo("Solana"))
                .body("note", nullValue());
        given().get("/coins/SOLANA")
                .then()
                .body("listing", equalTo("not_listed"))
                .body("note", containsString("If the id is mistyped, remove the coin"));
        assertEquals(
                List.of("/api/v3/coins/list"),
                coinGecko.calls().stream().map(Object::toString).toList());
    }

    @Test
    void aCoinThatLivesByImportsNeedNotBeListed() {
        service.query("INSERT INTO coin (id) VALUES ('our-token')");
        service.storeWalk("our-token", LAST, 30, PriceSource.IMPORT);
        coins.delisted("our-token");

        given().get("/coins/our-token")
                .then()
                .body("state", equalTo("active"))
                .body("listing", equalTo("not_listed"))
                .body("note", containsString("imported prices are trained on"));

        service.query("UPDATE coin SET state = 'delisted', delisted_on = '2026-11-23' WHERE id = 'our-token'");
        put("our-token", "{\"state\":\"active\"}").statusCode(200).body("state", equalTo("active"));
    }

    @Test
    void aCoinThatCoinGeckoHasRenamedIsToldOnceItsPricesHaveEnded() {
        service.query("INSERT INTO coin (id, symbol, name) VALUES ('matic-network', 'matic', 'Polygon'),"
                + " ('twin', 'twn', 'Twin')");
        service.storeWalk("matic-network", LAST.plusDays(2), 30, PriceSource.COINGECKO);
        service.storeWalk("twin", LAST.minusDays(9), 30, PriceSource.COINGECKO);
        awaitAnotherList();
        list("bitcoin btc Bitcoin", "pol pol Polygon", "twin-a twn Twin", "twin-b twn Twin");

        names.check();
        given().get("/coins/matic-network").then().body("namesake", nullValue());

        coins.delisted("matic-network");
        clock.advance(Duration.ofDays(3));
        list("bitcoin btc Bitcoin", "pol pol Polygon", "twin-a twn Twin", "twin-b twn Twin");
        names.check();

        given().get("/coins/matic-network")
                .then()
                .body("state", equalTo("delisted"))
                .body("listing", equalTo("not_listed"))
                .body("namesake", equalTo("pol"))
                .body("note", containsString("lists a coin of the same name as 'pol'"));
        given().get("/coins/twin").then().body("namesake", nullValue());
    }

    @Test
    void aCoinWithoutAModelIsA404ThatSaysWhatHappensNext() {
        noModel("ethereum").body("detail", containsString("no prices: a crawl by POST /crawls fetches them"));
        service.addRun("crawl", null, "waiting", "{}", "test", null);
        noModel("ethereum").body("detail", containsString("the crawl that waits or is under way fetches them"));
        service.storeWalk("ethereum", LAST, 30, PriceSource.IMPORT);
        noModel("ethereum").body("detail", containsString("It is trained, or now by POST /coins/ethereum/models"));
        coins.set("ethereum", CoinState.PAUSED);
        noModel("ethereum").body("detail", containsString("none will come: it is paused or delisted"));
    }

    private static ValidatableResponse noModel(String coin) {
        return given().get("/coins/{coin}/forecast", coin).then().statusCode(404);
    }

    /** Advances the clock until the list cached by another test has expired. */
    private void awaitAnotherList() {
        clock.advance(Duration.ofHours(2).multipliedBy(++lists));
    }

    /** Sets CoinGecko's next list to these coins: id, symbol and name. */
    private void list(String... listed) {
        coinGecko.fail(
                200,
                Map.of(),
                Stream.of(listed)
                        .map(coin -> "{\"id\":\"%s\",\"symbol\":\"%s\",\"name\":\"%s\"}"
                                .formatted((Object[]) coin.split(" ")))
                        .collect(joining(",", "[", "]")));
    }

    @Test
    void theListIsAskedForOnceAnHour() {
        clock.advance(Duration.ofHours(2));
        put("solana", "{\"state\":\"paused\"}").statusCode(201);
        given().delete("/coins/solana");
        put("solana", "{\"state\":\"paused\"}").statusCode(201);
        assertEquals(1, coinGecko.calls().size());

        clock.advance(Duration.ofHours(2));
        given().delete("/coins/solana");
        put("solana", "{\"state\":\"paused\"}").statusCode(201);
        assertEquals(2, coinGecko.calls().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"state":"asleep"}      | 400 | state  | asleep | active, paused, delisted
            {"state":1}             | 400 | state  | 1      | active, paused, delisted
            {"status":"paused"}     | 400 | status |        | state
            {"state":{}}            | 400 | state  |        |
            ["paused"]              | 400 | body   |        |
            {"state":"paused"       | 400 | body   |        |
            {"state":"delisted"}    | 422 | state  | delisted | active, paused
            """)
    void aBodyThatIsNotUnderstoodIsAProblemThatNamesTheField(
            String body, int status, String field, String value, String valid) {
        var problem = put("bitcoin", body)
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("parameter", equalTo(field));
        if (valid != null) {
            problem.body("value", equalTo(value)).body("valid", equalTo(valid));
        }
        assertEquals(2, coins.ids().await().indefinitely().size());
    }

    @Test
    void aRemovedCoinTakesAlongAllThatIsStoredOfIt() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin", "ethereum"));
        service.addRun("crawl", null, "succeeded", "{}", "test", null);
        service.query("INSERT INTO crawl_run_coin (run, coin, state, days_wanted, days_stored, calls)"
                + " SELECT id, 'bitcoin', 'succeeded', 0, 0, 0 FROM crawl_run");

        given().delete("/coins/bitcoin").then().statusCode(204);

        assertEquals(0, service.count("daily_price"));
        assertEquals(0, service.count("model"));
        assertEquals(0, service.count("crawl_run_coin"));
        assertEquals(1, service.count("training_run"), "ethereum's failed one");
        problem(given().get("/coins/bitcoin").then(), 404, "coin", "bitcoin").body("valid", equalTo("ethereum"));
        problem(given().delete("/coins/bitcoin").then(), 404, "coin", "bitcoin");
    }

    @Test
    void everyTableThatRefersToACoinLetsItGo() {
        var holding = service.query("""
                SELECT conrelid::regclass::text AS table FROM pg_constraint
                WHERE contype = 'f' AND confrelid IN ('coin'::regclass, 'model'::regclass, 'daily_price'::regclass)
                  AND confdeltype NOT IN ('c', 'n')
                """);

        assertEquals(List.of(), holding.stream().map(row -> row.getString(0)).toList());
    }

    @Test
    void aCoinThatAUserRemovedIsNotBroughtBackByTheConfigurationButByTheUser() {
        given().delete("/coins/ethereum").then().statusCode(204);

        database.run(session -> coins.addConfigured(session, List.of("bitcoin", "ethereum")));
        assertEquals(List.of("bitcoin"), coins.allIds().await().indefinitely());

        put("ethereum", "{\"state\":\"paused\"}").statusCode(201);
        database.run(session -> coins.addConfigured(session, List.of("bitcoin", "ethereum")));
        given().get("/coins/ethereum").then().body("state", equalTo("paused"));
    }

    @Test
    void aDelistedCoinIsServedButLeftAloneAndLookedUpWhenAUserResumesIt() {
        service.query("INSERT INTO coin (id) VALUES ('terra-luna')");
        service.storeWalk("terra-luna", LAST, 30, PriceSource.SAMPLE);

        coins.delisted("terra-luna");

        assertEquals(List.of("bitcoin", "ethereum"), coins.ids().await().indefinitely());
        given().get("/coins/terra-luna")
                .then()
                .statusCode(200)
                .body("state", equalTo("delisted"))
                .body("delisted_on", equalTo("2026-11-23"));
        given().get("/coins/terra-luna/prices").then().statusCode(200).body("prices.size()", equalTo(30));
        problem(put("terra-luna", "{\"state\":\"active\"}"), 422, "id", "terra-luna");
        put("terra-luna", "{\"state\":\"paused\"}")
                .statusCode(200)
                .body("state", equalTo("paused"))
                .body("delisted_on", nullValue());
    }

    @Test
    void aPausedCoinIsNotDelistedBehindTheUsersBack() {
        coins.set("bitcoin", CoinState.PAUSED);

        coins.delisted("bitcoin");

        given().get("/coins/bitcoin").then().body("state", equalTo("paused"));
    }

    @Test
    void namesAreLearntWithOneCallAndNotAskedForAgain() {
        clock.advance(Duration.ofHours(2));

        names.learn();
        names.learn();

        assertEquals(
                List.of("/api/v3/coins/list"),
                coinGecko.calls().stream().map(Object::toString).toList());
        assertEquals(2, service.count("coin WHERE name IN ('Bitcoin', 'Ethereum') AND symbol IN ('bit', 'eth')"));
    }

    @Test
    void namesCanWaitWhenCoinGeckoIsAway() {
        clock.advance(Duration.ofHours(2));
        failAtEveryCall(500);

        names.learn();

        assertEquals(2, service.count("coin WHERE name IS NULL"));
    }

    @Test
    void ofManyKnownCoinsAnUnknownOnesProblemNamesTwenty() {
        service.query("INSERT INTO coin (id) SELECT 'coin-' || n FROM generate_series(100, 199) AS n");

        var valid = given().get("/coins/nope")
                .then()
                .statusCode(404)
                .extract()
                .path("valid")
                .toString();

        assertTrue(valid.startsWith("bitcoin, coin-100, "), valid);
        assertTrue(valid.endsWith("coin-118 and more, see /coins"), valid);
    }

    /** Far more failures than a call is retried; the next reset drops the rest. */
    private void failAtEveryCall(int status) {
        for (int call = 0; call < 20; call++) {
            coinGecko.fail(status, Map.of(), "<html>down</html>");
        }
    }

    private void awaitModelOf(String coin) {
        await().atMost(PATIENCE)
                .until(() -> service.count("training_run WHERE ended_at IS NOT NULL AND coin = $1", coin) > 0);
        // Adding coins holds a lock until it is done, so wait before the next test.
        await().atMost(PATIENCE).until(() -> service.count("crawl_run WHERE state IN ('waiting', 'running')") == 0);
    }

    private static ValidatableResponse put(String id, String body) {
        return given().contentType("application/json")
                .body(body)
                .put("/coins/{id}", id)
                .then();
    }
}
