package dev.ecoin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.feeds.coingecko.ListedCoin;
import dev.ecoin.prices.CoinListing;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.CoinState;
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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class PipelineTest {

    @Inject
    Pipeline pipeline;

    @Inject
    Schedule schedule;

    @Inject
    CoinRepository coins;

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

        schedule.retrain(SettableClock.START);
        schedule.retrain(SettableClock.START);
        service.awaitRequestedWork();

        assertEquals(4, service.count("model"));
        assertEquals(2, service.count("training_run WHERE requested_by = 'nightly training' AND state = 'succeeded'"));

        schedule.retrain(SettableClock.START.plusSeconds(1));
        service.awaitRequestedWork();
        assertEquals(6, service.count("model"));
    }

    @Test
    void aNightWithoutTheServiceIsCaughtUpWithAtItsStart() {
        pipeline.useWhatIsThere();
        pipeline.fetchWhatIsMissing();
        service.query("UPDATE daily_price SET stored_at = '2026-11-22T00:00:00Z'");
        schedule.retrain(SettableClock.START);
        service.awaitRequestedWork();
        assertEquals(2, service.count("model"), "nothing was missed");

        clock.advance(Duration.ofDays(1));
        service.query("UPDATE daily_price SET stored_at = $1", clock.instant().atOffset(ZoneOffset.UTC));
        var due = clock.instant();
        schedule.retrain(due);
        service.awaitRequestedWork();
        schedule.retrain(due);
        service.awaitRequestedWork();

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
    void whatAReplicaThatHasEndedLeftWaitingOrRunningIsDone() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        service.addRun("train", "bitcoin", "waiting", "{\"order\": \"(0,1,1)\"}", "ann", null);
        service.addRun("backtest", "bitcoin", "waiting", "{\"windows\": 3}", "ann", null);
        service.addRun("train", "ethereum", "running", "{}", "ann", UUID.randomUUID());

        service.work();

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
    void theTrainingWaitsForACrawlStillRunningThoughNotForEver() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        var other = UUID.randomUUID();
        service.join(other);
        service.addRun("crawl", null, "running", "{\"mode\": \"range\"}", "test", other);

        schedule.retrain(SettableClock.START);
        service.awaitRequestedWork();
        clock.advance(Duration.ofHours(3).minusSeconds(1));
        service.work();
        assertEquals(0, service.count("training_run"));

        clock.advance(Duration.ofSeconds(1));
        service.work();
        assertEquals(1, service.count("model"));
    }

    @Test
    void theEndOfTheCrawlLetsTheTrainingBegin() {
        service.reset("bitcoin");
        coinGecko.beforeAnswer(() -> schedule.retrain(SettableClock.START));

        schedule.crawl(SettableClock.START);
        service.awaitRequestedWork();

        assertEquals(1, service.count("run WHERE kind = 'retrain' AND state = 'succeeded'"));
        assertEquals(1, service.count("active_model"));
    }

    @Test
    void aCrawlUnderWayElsewhereIsNotDoubled() {
        service.reset("bitcoin");
        var other = UUID.randomUUID();
        service.join(other);
        service.addRun("crawl", null, "running", "{\"mode\": \"range\"}", "test", other);

        pipeline.crawl();
        assertEquals(0, coinGecko.calls().size());

        service.query("UPDATE run SET state = 'succeeded', member = NULL");
        service.leave(other);
        pipeline.crawl();
        assertEquals(1, coinGecko.calls().size());
    }

    @Test
    void aCoinThatCameDuringACrawlIsTakenToAModelAfterIt() {
        service.reset("bitcoin", "ethereum");
        var bitcoin = new ListedCoin("bitcoin", "btc", "Bitcoin");
        coins.put(bitcoin, CoinListing.LISTED, CoinState.PAUSED);
        coins.put(bitcoin, CoinListing.LISTED, CoinState.ACTIVE);
        service.awaitRequestedWork();

        assertEquals(2, service.count("active_model"));
        assertEquals(1, service.count("crawl_run WHERE state = 'succeeded'"));
    }
}
