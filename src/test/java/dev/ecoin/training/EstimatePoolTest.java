package dev.ecoin.training;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.RunState;
import dev.ecoin.runs.Runs;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class EstimatePoolTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final List<String> COINS = List.of("bitcoin", "coin-a", "coin-b", "coin-c", "coin-d", "coin-e");

    @Inject
    Runs runs;

    @Inject
    EstimatePool pool;

    @Inject
    Trainer trainer;

    @Inject
    JobDatabase database;

    @Inject
    Service service;

    private Run estimate() {
        return runs.perform(EstimatePool.request("a test")).orElseThrow();
    }

    @Test
    void modelsAreCalibratedWithTheNewestPoolAndNameIt() {
        service.reset(COINS.toArray(String[]::new));
        for (int i = 0; i < 5; i++) {
            service.storeWalk(COINS.get(i), LAST, 400, PriceSource.SAMPLE);
        }
        assertFalse(database.transaction(pool::isFirstDue));
        var tooFew = estimate();
        assertEquals(RunState.SUCCEEDED, tooFew.state());
        assertTrue(tooFew.note().startsWith("too few coins: of 5 "), tooFew::note);
        trainer.train(List.of("bitcoin"));
        forecast().body("model.pool", nullValue());

        service.storeWalk("coin-e", LAST, 400, PriceSource.SAMPLE);
        assertTrue(database.transaction(pool::isFirstDue));
        var run = estimate();
        assertFalse(database.transaction(pool::isFirstDue));
        var id = service.query("SELECT max(id) AS id FROM pool").get(0).getLong("id");
        assertTrue(run.note().startsWith("pool " + id + " of ") && run.note().endsWith(", from 6 coins"), run::note);
        assertEquals(1, service.count("pool WHERE coins = $1 AND moves = 2394", (Object) COINS.toArray(String[]::new)));

        // A pool affects later trainings only, not the active model.
        forecast().body("model.pool", nullValue());
        trainer.train(List.of("bitcoin"));
        assertEquals(1, service.count("model WHERE pool = $1", id));
        // The service learns of an activation by NOTIFY.
        await().atMost(Duration.ofMinutes(5))
                .untilAsserted(() -> forecast().body("model.pool.id", equalTo(id.intValue())));
        forecast()
                .body("model.pool.coins", equalTo(6))
                .body("notes", hasItem(containsString("what 6 coins showed together (pool " + id + ", estimated on ")));
        given().get("/coins/bitcoin/models/active")
                .then()
                .statusCode(200)
                .body("diagnostics.intervals.pool.id", equalTo(id.intValue()));
        given().get("/coins/bitcoin/explain?horizon=7")
                .then()
                .statusCode(200)
                .body("model.pool.id", equalTo(id.intValue()))
                .body("notes", hasItem(containsString("(pool " + id)));
    }

    private static io.restassured.response.ValidatableResponse forecast() {
        return given().get("/coins/bitcoin/forecast?horizon=7&level=95").then().statusCode(200);
    }
}
