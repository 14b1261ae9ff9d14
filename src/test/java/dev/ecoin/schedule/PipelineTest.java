package dev.ecoin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.schedule.ClusterLock.Job;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.ModelRepository;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class PipelineTest {

    private static final String WAITING = "pg_locks WHERE locktype = 'advisory' AND NOT granted AND mode = 'ShareLock'";

    @Inject
    Pipeline pipeline;

    @Inject
    ClusterLock lock;

    @Inject
    ModelRepository models;

    @Inject
    SettableClock clock;

    @Inject
    Service service;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset();
        coinGecko.reset();
    }

    @Test
    void aNewServiceGoesFromAnEmptyDatabaseToTrainedModelsAndTheSecondTimeFindsNothingToDo() {
        pipeline.useWhatIsThere();
        assertEquals(0, service.count("training_run"), "without prices there is nothing to train");
        pipeline.fetchWhatIsMissing();

        assertEquals(2, service.count("active_model"));
        assertEquals(2 * 364, service.count("daily_price WHERE source = 'coingecko'"));
        coinGecko.reset();

        pipeline.useWhatIsThere();
        pipeline.fetchWhatIsMissing();

        assertEquals(2, service.count("model"), "nothing is trained anew");
        assertEquals(0, coinGecko.calls().size());
    }

    @Test
    void whatIsServedIsRecordedAndScoredAsTheDaysCome() {
        pipeline.useWhatIsThere();
        pipeline.fetchWhatIsMissing();
        assertEquals(2 * 7, service.count("served_forecast WHERE price IS NULL"));

        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 25), 3, PriceSource.IMPORT);
        pipeline.advance();

        assertEquals(3, service.count("served_forecast WHERE coin = 'bitcoin' AND price IS NOT NULL"));
        assertEquals(7, service.count("served_forecast WHERE coin = 'bitcoin' AND origin = '2026-11-25'"));
    }

    @Test
    void storedPricesAreTrainedWithoutCoinGecko() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);

        pipeline.useWhatIsThere();

        assertEquals(1, service.count("active_model"));
        assertEquals(0, coinGecko.calls().size());
    }

    @Test
    void aFiringThatAllReplicasHaveIsWorkedOffByOne() {
        var due = SettableClock.START;
        var done = new AtomicInteger();

        lock.oncePerFiring(Job.TRAINING, due, done::incrementAndGet);
        lock.oncePerFiring(Job.TRAINING, due, done::incrementAndGet);
        lock.oncePerFiring(Job.CRAWL, due, done::incrementAndGet);
        lock.oncePerFiring(Job.TRAINING, due.plusSeconds(1), done::incrementAndGet);

        assertEquals(3, done.get());
    }

    @Test
    void theNightlyTrainingTrainsEveryCoinAnew() {
        pipeline.useWhatIsThere();
        pipeline.fetchWhatIsMissing();

        pipeline.retrain();

        assertEquals(4, service.count("model"));
    }

    @Test
    void afterACrawlForecastsBeginAtTheLastStoredDayWithoutATraining() {
        pipeline.useWhatIsThere();
        pipeline.fetchWhatIsMissing();
        clock.advance(Duration.ofDays(1));

        pipeline.crawl();

        var origin = LocalDate.of(2026, 11, 23);
        assertEquals(
                Map.of("bitcoin", origin, "ethereum", origin),
                models.origins().await().indefinitely());
        assertEquals(2, service.count("model"));
        assertEquals(2, service.count("training_run WHERE kind = 'advance' AND state = 'succeeded'"));

        pipeline.crawl();

        assertEquals(2, service.count("training_run WHERE kind = 'advance'"), "nothing is new");
    }

    @Test
    void whatAReplicaThatHasEndedLeftWaitingIsDoneAndWhatItLeftRunningHasFailed() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        service.query("""
                INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at)
                VALUES ('bitcoin', 'train', 'waiting', '{"order":"(0,1,1)"}', 'ann', now()),
                       ('bitcoin', 'backtest', 'waiting', '{"windows":3}', 'ann', now()),
                       ('ethereum', 'train', 'running', '{}', 'ann', now())
                """);

        pipeline.trainWhatIsDue();

        assertEquals(
                List.of("train succeeded ann", "backtest succeeded ann", "train failed ann"),
                service
                        .query("SELECT kind || ' ' || state || ' ' || requested_by FROM training_run ORDER BY id")
                        .stream()
                        .map(row -> row.getString(0))
                        .toList());
        assertEquals(
                "The service ended",
                service.query("SELECT error FROM training_run WHERE state = 'failed'")
                        .get(0)
                        .getString("error"));
        var model = service.query("SELECT name, backtest FROM model").get(0);
        assertEquals("(0,1,1)", model.getString("name"));
        assertEquals(3, model.getJsonObject("backtest").getJsonArray("origins").size());
    }

    @Test
    void theTrainingWaitsForACrawlStillRunning() throws Exception {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        var training = new AtomicReference<CompletableFuture<Void>>();

        lock.ifFree(Job.CRAWL, () -> {
            training.set(CompletableFuture.runAsync(pipeline::retrain));
            while (service.count(WAITING) == 0 && !training.get().isDone()) {
                Thread.onSpinWait();
            }
            assertFalse(training.get().isDone());
            assertEquals(0, service.count("model"));
        });

        training.get().get(1, TimeUnit.MINUTES);
        assertEquals(1, service.count("model"));
    }

    @Test
    void aCrawlUnderWayElsewhereIsNotDoubled() {
        service.reset("bitcoin");

        lock.ifFree(Job.CRAWL, () -> {
            // A replica has connections of its own; so has every use of the lock here.
            pipeline.crawl();
            assertEquals(0, coinGecko.calls().size());
        });
        pipeline.crawl();

        assertEquals(1, coinGecko.calls().size());
    }
}
