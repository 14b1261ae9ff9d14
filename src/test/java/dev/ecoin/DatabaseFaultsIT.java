package dev.ecoin;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.Runs;
import dev.ecoin.schedule.Pipeline;
import dev.ecoin.testing.CoinGeckoResource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.FaultyPostgres;
import dev.ecoin.testing.FaultyPostgres.Fault;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.training.Trainer;
import dev.ecoin.training.TrainingRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is up but does not work: endpoints report it, and jobs continue once it recovers. */
@QuarkusTest
@TestProfile(DatabaseFaultsIT.LittlePatience.class)
@WithTestResource(FaultyPostgres.class)
@WithTestResource(CoinGeckoResource.class)
@WithTestResource(OperatorResource.class)
class DatabaseFaultsIT {

    private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 22);
    private static final String FORECAST = "/forecast?coin=ethereum&date=2026-12-31";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Operations that write whatever is stored. */
    private static final Set<String> ALWAYS_WRITE =
            Set.of("POST /crawls", "POST /coins/{coin}/models", "PUT /coins/{id}", "DELETE /coins/{id}");

    public static final class LittlePatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // With a long lease, no fault ends it, however busy the machine is.
            return Map.of("ecoin.runs.database-patience", "1s", "ecoin.cluster.lease", "10m");
        }
    }

    @Inject
    Service service;

    @Inject
    Pipeline pipeline;

    @Inject
    Trainer trainer;

    @Inject
    Runs runs;

    FaultyPostgres postgres;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        coinGecko.reset();
    }

    @AfterEach
    void putRight() throws SQLException {
        for (var fault : Fault.values()) {
            postgres.end(fault);
        }
        await().atMost(PATIENCE).until(() -> given().get("/coins").statusCode() == 200);
    }

    @ParameterizedTest
    @EnumSource
    void everyEndpointSaysThatItIsTheDatabasesFault(Fault fault) throws SQLException {
        service.storeWalk("ethereum", YESTERDAY, 300, PriceSource.SAMPLE);
        assertEquals(1, trainer.train(List.of("ethereum")).size());
        var operations = OpenApiDocument.read().operations();
        var reads = fault == Fault.READ_ONLY;
        postgres.begin(fault);

        for (var operation : operations) {
            var answer = operation.ask();
            if (answer.statusCode() == 503) {
                answer.then().contentType("application/problem+json").header("Retry-After", equalTo("5"));
            } else {
                assertTrue(answer.statusCode() < 500, () -> operation + ": " + answer.asString());
                assertTrue(
                        reads && !ALWAYS_WRITE.contains(operation.toString())
                                || OpenApiDocument.WITHOUT_DATABASE.contains(operation.toString()),
                        () -> operation + ": " + answer.asString());
            }
        }
        assertEquals(reads ? 200 : 503, given().get(FORECAST).statusCode());
        assertEquals(reads ? 200 : 503, management().get("/q/health/ready").statusCode());
        assertEquals(200, management().get("/q/health/live").statusCode());
        postgres.end(fault);

        await().atMost(PATIENCE).until(() -> given().get(FORECAST).statusCode() == 200);
        management().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void aTrainingThatTheDatabaseBrokeOffIsDoneOnceItIsBack() throws Exception {
        service.storeWalk("ethereum", YESTERDAY, 300, PriceSource.SAMPLE);
        try (var administrator = postgres.administrator()) {
            administrator.setAutoCommit(false);
            FaultyPostgres.execute(administrator, "LOCK TABLE model IN SHARE MODE");
            runs.request(TrainingRequest.CONFIGURED.run("ethereum", "test"));
            await().atMost(PATIENCE).until(() -> isAnyWaitingForALock(administrator));
            postgres.begin(Fault.WRONG_PASSWORD);
            postgres.end(Fault.WRONG_PASSWORD);
            administrator.rollback();
        }
        // On a busy machine the training may have timed out before the fault ended.
        service.work();

        assertEquals(1, service.count("training_run WHERE state = 'succeeded'"));
        assertEquals(1, service.count("training_run"));
        assertEquals(1, service.count("active_model"));
    }

    @Test
    void aCrawlThatCouldNotWaitAnyLongerGoesOnOnceTheDatabaseIsBack() throws Exception {
        coinGecko.beforeAnswer(() -> begin(Fault.READ_ONLY));
        runs.request(CrawlRequest.everything().run("test"));
        await().atMost(PATIENCE).until(() -> !coinGecko.calls().isEmpty() && runs.isIdleHere());

        postgres.end(Fault.READ_ONLY);
        await().atMost(PATIENCE).until(() -> given().get("/coins").statusCode() == 200);
        assertEquals(1, service.count("crawl_run WHERE state = 'running'"), "nobody could record how it ended");
        assertEquals(0, service.count("daily_price"));

        service.work();

        assertEquals(1, service.count("crawl_run WHERE state = 'succeeded'"));
        assertEquals(1, service.count("crawl_run"));
        assertEquals(2, service.count("(SELECT FROM daily_price WHERE day = $1) AS newest", YESTERDAY));
    }

    @Test
    void modelsThatCouldNotBeMovedAreMovedOnceTheDatabaseIsBack() throws Exception {
        service.storeWalk("ethereum", YESTERDAY.minusDays(1), 300, PriceSource.SAMPLE);
        trainer.train(List.of("ethereum"));
        service.storeWalk("ethereum", YESTERDAY, 2, PriceSource.IMPORT);
        postgres.begin(Fault.READ_ONLY);
        assertThrows(RuntimeException.class, pipeline::advance);
        postgres.end(Fault.READ_ONLY);
        await().atMost(PATIENCE).until(() -> given().get("/coins").statusCode() == 200);
        assertEquals(0, service.count("model_state WHERE coin = 'ethereum' AND origin = $1", YESTERDAY));

        runs.request(CrawlRequest.everything().run("test"));
        service.awaitRequestedWork();

        assertEquals(1, service.count("model_state WHERE coin = 'ethereum' AND origin = $1", YESTERDAY));
    }

    private void begin(Fault fault) {
        try {
            postgres.begin(fault);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAnyWaitingForALock(Connection administrator) throws SQLException {
        try (var statement = administrator.createStatement();
                var result = statement.executeQuery(
                        "SELECT FROM pg_stat_activity WHERE usename = 'service' AND wait_event_type = 'Lock'")) {
            return result.next();
        }
    }
}
