package dev.ecoin.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.Runs;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class RetentionTest {

    @Inject
    JobDatabase database;

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    Runs runs;

    @Inject
    Activator activator;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.COINGECKO);
        service.storeWalk("ethereum", LocalDate.of(2026, 11, 22), 100, PriceSource.COINGECKO);
    }

    @Test
    void theNewestModelsStayTogetherWithTheActiveOneAndTheNewestThatCouldStandInForIt() {
        var ids = train(4);
        activator.activate("bitcoin", ids.get(0), "test", "rolled back", true);
        trainer.train(List.of("bitcoin"), new TrainingRequest("(0,0,0)", true, null), "test");
        trainer.train(List.of("bitcoin"), new TrainingRequest("(0,0,0)", true, null), "test");
        var rejected = service.query("SELECT max(id) AS id FROM model").get(0).getLong("id");
        trainer.train(List.of("ethereum"));
        var other = service.query("SELECT max(id) AS id FROM model").get(0).getLong("id");

        database.run(session -> models.prune(session, "bitcoin", 1, 100));

        assertEquals(List.of(ids.get(0), ids.get(3), rejected, other), ids("model"));
        assertEquals(
                ids.get(0),
                models.active("bitcoin").await().indefinitely().orElseThrow().id());
        assertEquals(7, service.count("training_run"), "what was done stays told");
    }

    @Test
    void theNewestStatesStayTogetherWithTheActiveOneAndEachModelsNewest() {
        train(2);
        var model =
                models.active("bitcoin").await().indefinitely().orElseThrow().id();
        for (var i = 0; i < 5; i++) {
            service.query(
                    "INSERT INTO model_state (coin, model, origin, blob, made_at)"
                            + " SELECT coin, id, origin, blob, now() FROM model WHERE id = $1",
                    model);
        }
        var states = ids("model_state");

        database.run(session -> models.prune(session, "bitcoin", 100, 2));

        assertEquals(List.of(states.get(0), states.get(1), states.get(5), states.get(6)), ids("model_state"));
    }

    @Test
    void theNewestRunsStayAndThoseThatAreOpen() {
        service.addRun("backtest", "bitcoin", "waiting", "{}", "test", null);
        service.query("UPDATE run SET due_at = due_at + interval '1 day'");
        train(3);

        runs.prune("bitcoin", 1);

        assertEquals(
                List.of("waiting", "succeeded"),
                service.query("SELECT state::text FROM training_run ORDER BY id").stream()
                        .map(row -> row.getString(0))
                        .toList());
    }

    private List<Long> train(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> trainer.train(List.of("bitcoin")).get(0).model())
                .toList();
    }

    private List<Long> ids(String table) {
        return service.query("SELECT id FROM " + table + " ORDER BY id").stream()
                .map(row -> row.getLong("id"))
                .toList();
    }
}
