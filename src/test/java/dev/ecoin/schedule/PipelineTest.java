package dev.ecoin.schedule;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.ModelRepository;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class PipelineTest {

    @Inject
    Pipeline pipeline;

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
    void theNightlyTrainingTrainsEveryCoinAnewAndOnceForADueTime() {
        pipeline.useWhatIsThere();
        pipeline.fetchWhatIsMissing();

        pipeline.retrain(SettableClock.START);
        pipeline.retrain(SettableClock.START);

        assertEquals(4, service.count("model"));
        assertEquals(2, service.count("training_run WHERE requested_by = 'nightly training' AND state = 'succeeded'"));

        pipeline.retrain(SettableClock.START.plusSeconds(1));
        assertEquals(6, service.count("model"));
    }

    @Test
    void aNightWithoutTheServiceIsCaughtUpWithAtItsStart() {
        pipeline.useWhatIsThere();
        pipeline.fetchWhatIsMissing();
        pipeline.trainUnlessTrainedSince(SettableClock.START);
        assertEquals(2, service.count("model"), "nothing was missed");

        clock.advance(Duration.ofDays(1));
        var due = clock.instant();
        pipeline.trainUnlessTrainedSince(due);
        pipeline.trainUnlessTrainedSince(due);

        assertEquals(4, service.count("model"));
        assertEquals(4, service.count("training_run WHERE requested_by = 'start' AND state = 'succeeded'"));
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
    void whatAReplicaThatHasEndedLeftWaitingOrRunningIsDone() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        service.query("""
                INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at, member)
                VALUES ('bitcoin', 'train', 'waiting', '{"order":"(0,1,1)"}', 'ann', now(), NULL),
                       ('bitcoin', 'backtest', 'waiting', '{"windows":3}', 'ann', now(), NULL),
                       ('ethereum', 'train', 'running', '{}', 'ann', now(), $1)
                """, UUID.randomUUID());

        pipeline.trainWhatIsDue();

        assertEquals(
                List.of("train succeeded ann 0", "backtest succeeded ann 0", "train failed ann 1"),
                service
                        .query("SELECT kind || ' ' || state || ' ' || requested_by || ' ' || takeovers"
                                + " FROM training_run ORDER BY id")
                        .stream()
                        .map(row -> row.getString(0))
                        .toList());
        assertEquals(
                "no prices are stored yet",
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
        var other = UUID.randomUUID();
        service.join(other);
        service.query(
                "INSERT INTO crawl_run (state, mode, requested_at, member) VALUES ('running', 'range', now(), $1)",
                other);

        var thread = new AtomicReference<Thread>();
        var training = CompletableFuture.runAsync(() -> {
            thread.set(Thread.currentThread());
            pipeline.retrain(SettableClock.START);
        });
        await().until(() -> training.isDone() || isAsleep(thread.get()));

        assertFalse(training.isDone());
        assertEquals(0, service.count("training_run"));
        service.query("UPDATE crawl_run SET state = 'succeeded', member = NULL");
        service.leave(other);
        training.get(1, TimeUnit.MINUTES);
        assertEquals(1, service.count("model"));
    }

    private static boolean isAsleep(Thread thread) {
        return thread != null
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("sleep"));
    }

    @Test
    void aCrawlUnderWayElsewhereIsNotDoubled() {
        service.reset("bitcoin");
        var other = UUID.randomUUID();
        service.join(other);
        service.query(
                "INSERT INTO crawl_run (state, mode, requested_at, member) VALUES ('running', 'range', now(), $1)",
                other);

        pipeline.crawl();
        assertEquals(0, coinGecko.calls().size());

        service.query("UPDATE crawl_run SET state = 'succeeded', member = NULL");
        service.leave(other);
        pipeline.crawl();
        assertEquals(1, coinGecko.calls().size());
    }

    @Test
    void aCoinThatCameDuringACrawlIsTakenToAModelAfterIt() {
        service.reset("bitcoin", "ethereum");
        pipeline.takeIn();

        assertEquals(2, service.count("active_model"));
        assertEquals(1, service.count("crawl_run WHERE state = 'succeeded'"));
    }
}
