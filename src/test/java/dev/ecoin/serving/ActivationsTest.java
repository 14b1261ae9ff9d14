package dev.ecoin.serving;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.StoredModel;
import dev.ecoin.training.Trainer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Effects of activations by other replicas on answers. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class ActivationsTest {

    /** The first request of a test run is slow on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String LISTENERS =
            " FROM pg_stat_activity WHERE query LIKE '%LISTEN active_model%' AND pid <> pg_backend_pid()";

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    Service service;

    @Inject
    MeterRegistry metrics;

    /** Another process's connection to the database. */
    DataSource elsewhere;

    private StoredModel first;
    private StoredModel second;

    @BeforeEach
    void start() {
        awaitHearing();
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        first = train();
        second = train();
        assertEquals(second.id(), served());
    }

    @Test
    void aForecastAsksTheDatabaseForItsModelOnce() throws Exception {
        replaceChannel();
        served();

        assertKept(second);
    }

    private void assertKept(StoredModel model) {
        var before = loaded();

        for (int i = 0; i < 5; i++) {
            assertEquals(model.id(), served());
        }

        assertEquals(before, loaded());
    }

    @Test
    void whatAnotherProcessActivatesIsServedHere() throws Exception {
        activateElsewhere(first);
        awaitServed(first);

        activateElsewhere(second);
        awaitServed(second);
    }

    @Test
    void whoActivatesAModelHereFindsItInTheNextAnswer() {
        for (var model : List.of(first, second, first, second, first, second)) {
            given().contentType(ContentType.JSON)
                    .body("{\"id\": " + model.id() + ", \"reason\": \"to compare\"}")
                    .put("/coins/bitcoin/models/active")
                    .then()
                    .statusCode(200);
            assertEquals(model.id(), served());
        }
    }

    @Test
    void whoTrainsAModelHereFindsItInTheNextAnswer() {
        for (int i = 0; i < 5; i++) {
            var model = train();
            assertEquals(model.id(), served());
        }
    }

    @Test
    void whoRemovesACoinHereFindsItGoneInTheNextAnswer() {
        given().delete("/coins/bitcoin").then().statusCode(204);

        given().get("/coins/bitcoin/forecast").then().statusCode(404);
    }

    @Test
    void aChangeOfAnotherCoinLeavesTheModelInItsPlace() throws Exception {
        replaceChannel();
        service.query("INSERT INTO coin (id, state) VALUES ('ethereum', 'paused')");
        served();
        var before = loaded();

        given().put("/coins/ethereum").then().statusCode(200);
        given().delete("/coins/ethereum").then().statusCode(204);
        served();

        assertEquals(before, loaded());
    }

    @Test
    void aRemovedCoinIsNotServedAnyMore() throws Exception {
        executeElsewhere("DELETE FROM coin");

        await().atMost(PATIENCE)
                .until(() -> given().get("/coins/bitcoin/forecast").statusCode(), status -> status == 404);
    }

    @Test
    void anActivationDuringAnOutageOfTheChannelIsNotMissed() throws Exception {
        // In one transaction, so that the listener cannot reconnect before the activation.
        executeElsewhere(
                "CREATE TEMPORARY TABLE ended AS SELECT pg_terminate_backend(pid)" + LISTENERS,
                "DO $$ BEGIN ASSERT EXISTS (SELECT FROM ended), 'nobody listened'; END $$",
                activation(first));

        awaitServed(first);
        awaitHearing();
        served();
        assertKept(first);
    }

    private StoredModel train() {
        trainer.train(List.of("bitcoin"));
        return models.active("bitcoin").await().indefinitely().orElseThrow();
    }

    private void awaitServed(StoredModel model) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(model.id(), served()));
    }

    private long served() {
        return given().get("/coins/bitcoin/forecast")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("model.id");
    }

    private double loaded() {
        return metrics.counter("ecoin.serving.models.loaded").count();
    }

    private void awaitHearing() {
        await().atMost(PATIENCE)
                .until(() ->
                        metrics.get("ecoin.serving.activations.heard").gauge().value() == 1);
    }

    /** The new connection hears nothing of earlier activations, whose notifications may still be underway. */
    private void replaceChannel() throws Exception {
        executeElsewhere("SELECT pg_terminate_backend(pid, 60000)" + LISTENERS);
        // A parameter, because statements of other connections are found by their texts too.
        await().atMost(PATIENCE)
                .until(() -> service.count("pg_stat_activity WHERE query LIKE $1", "%LISTEN active_model%") == 1);
        awaitHearing();
    }

    private void activateElsewhere(StoredModel model) throws Exception {
        executeElsewhere(activation(model));
    }

    private static String activation(StoredModel model) {
        return "UPDATE active_model SET model = " + model.id() + ", state = " + model.state();
    }

    private void executeElsewhere(String... statements) throws Exception {
        try (var connection = elsewhere.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }
}
