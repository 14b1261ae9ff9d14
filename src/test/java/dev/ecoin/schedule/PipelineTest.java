package dev.ecoin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.schedule.ClusterLock.Job;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
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
