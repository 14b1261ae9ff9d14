package dev.ecoin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Management;
import dev.ecoin.testing.RecordedStatements;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.ActiveModelChanged;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows that a request makes the database read, with few and with hundreds of other coins. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class SingleCoinReadsTest {

    private static final int OTHERS = 100;
    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    private static final List<String> OF_ONE_COIN = List.of(
            "/forecast?coin=bitcoin&date=2026-12-31",
            "/coins/bitcoin",
            "/coins/bitcoin/forecast",
            "/coins/bitcoin/forecast?as_of=" + LAST,
            "/coins/bitcoin/explain",
            "/coins/bitcoin/anomalies",
            "/coins/bitcoin/accuracy",
            "/coins/bitcoin/prices",
            "/coins/bitcoin/quality",
            "/coins/bitcoin/models",
            "/coins/bitcoin/models/active",
            "/coins/bitcoin/backtest",
            "/coins/bitcoin/probability?date=2026-12-01&above=1000",
            "/coins/bitcoin/returns",
            "/analysis/risk?coin=bitcoin",
            "/trainings?coin=bitcoin",
            // Without prices, so that the coin is looked up.
            "/coins/bitcoin/prices?from=2027-01-01");

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @Inject
    Pool pool;

    @Inject
    RecordedStatements statements;

    @Inject
    Event<ActiveModelChanged> changes;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        service.query("INSERT INTO served_forecast SELECT 'bitcoin', date '2026-09-01' + i, 1, m.id, s.id, 1000,"
                + " '{80}', '{900}', '{1100}', 1000, now(), 1010, now()"
                + " FROM model AS m JOIN model_state AS s ON s.model = m.id, generate_series(1, 40) AS i");
    }

    @Test
    void aCoinsEndpointsReadThatCoinAlone() {
        var alone = readsByPath();

        addOthers();

        var amongMany = readsByPath();
        assertEquals(alone, amongMany);
        assertTrue(alone.values().stream().allMatch(reads -> !reads.isEmpty()), alone.toString());
    }

    @Test
    void anUnknownCoinCostsNoMoreThanTheFewThatItsProblemNames() {
        addOthers();

        for (var path : List.of("", "/forecast", "/prices", "/models", "/accuracy", "/backtest", "/returns")) {
            var reads = reads("/coins/dogecoin" + path, 404);

            assertTrue(reads.values().stream().allMatch(rows -> rows <= 21), path + ": " + reads);
        }
    }

    @Test
    void readinessIsOneStatementThatReadsOneRow() {
        addOthers();
        statements.begin();

        Management.management().get("/q/health/ready").then().statusCode(200);

        var asked = statements.end();
        assertEquals(1, asked.size(), asked.toString());
        assertEquals(Map.of("active_model", 1L), statements.rowsRead(asked));
    }

    @Test
    void theListOfCoinsReadsMonthsRatherThanDaysAndTheModelsOfThoseListedAlone() {
        addOthers();

        given().get("/coins?search=bitcoin")
                .then()
                .body("coins[0].days_stored", equalTo(300))
                .body("coins[0].first_day", equalTo("2026-01-27"))
                .body("coins[0].last_day", equalTo("2026-11-22"));
        var reads = reads("/coins?search=bitcoin", 200);

        assertFalse(reads.containsKey("daily_price"), reads.toString());
        assertEquals(11, reads.get("monthly_price"));
        assertEquals(1, reads.get("active_model"));
    }

    @Test
    void theHistoryOfModelsAsksForNothingThatItDoesNotShow() {
        statements.begin();
        given().get("/coins/bitcoin/models")
                .then()
                .statusCode(200)
                .body("models[0].scores.size()", equalTo(5))
                .body("models[0].scores.currency", equalTo("usd"))
                .body("models[0].scores.windows", equalTo(12));

        var shown = statements.end().stream()
                .filter(statement -> statement.sql().contains("FROM model AS m"))
                .flatMap(statement -> pool
                        .preparedQuery(statement.sql())
                        .execute(statement.values())
                        .await()
                        .indefinitely()
                        .columnsNames()
                        .stream())
                .collect(Collectors.toSet());

        assertTrue(shown.contains("scores"), shown.toString());
        for (var details : List.of("backtest", "candidates", "coefficients", "diagnostics")) {
            assertFalse(shown.contains(details), shown.toString());
        }
    }

    private SortedMap<String, SortedMap<String, Long>> readsByPath() {
        var reads = new TreeMap<String, SortedMap<String, Long>>();
        for (var path : OF_ONE_COIN) {
            // The next forecast loads the model.
            changes.fire(new ActiveModelChanged("bitcoin"));
            reads.put(path, reads(path, 200));
        }
        return reads;
    }

    private SortedMap<String, Long> reads(String path, int status) {
        statements.begin();
        given().get(path).then().statusCode(status);
        return statements.rowsRead(statements.end());
    }

    /** Hundreds of coins with prices, models, runs and forecasts. */
    private void addOthers() {
        service.query("INSERT INTO coin (id) SELECT 'coin-' || n FROM generate_series(1, $1::integer) AS n", OTHERS);
        service.query("INSERT INTO daily_price (coin, day, price, source)"
                + " SELECT id, date '2026-11-22' - i, 1 + i, 'import' FROM coin, generate_series(0, 9) AS i"
                + " WHERE id <> 'bitcoin'");
        copies("model", "'id', t.id + 1000 * n, 'coin', 'coin-' || n");
        copies("model_state", "'id', t.id + 1000 * n, 'model', t.model + 1000 * n, 'coin', 'coin-' || n");
        copies("active_model", "'model', t.model + 1000 * n, 'state', t.state + 1000 * n, 'coin', 'coin-' || n");
        copies(
                "run",
                "'id', t.id + 1000 * n, 'model', t.model + 1000 * n, 'coin', 'coin-' || n, 'lane', 'train coin-' || n");
        copies("served_forecast", "'model', t.model + 1000 * n, 'state', t.state + 1000 * n, 'coin', 'coin-' || n");
        service.query("ANALYZE");
    }

    private void copies(String table, String changed) {
        service.query(
                "INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT copy.* FROM " + table
                        + " AS t, generate_series(1, $1::integer) AS n,"
                        + " jsonb_populate_record(t, jsonb_build_object(" + changed
                        + ")) AS copy WHERE t.coin = 'bitcoin'",
                OTHERS);
    }
}
