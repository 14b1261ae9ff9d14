package dev.ecoin.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.RunState;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class AdvancerTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final LocalDate TRAINED_TO = LAST.minusDays(10);
    private static final TrainingRequest WITH_MEMORY = new TrainingRequest("(1,0,1)(0,1,1)7", true, null);

    @Inject
    JobDatabase database;

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    PriceRepository prices;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    private List<DailyPrice> newer;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        newer = service.storeWalkExcept("bitcoin", LAST, 400, 10, PriceSource.COINGECKO);
        trainer.train(List.of("bitcoin"), WITH_MEMORY, "test");
    }

    @Test
    void afterNewDaysForecastsBeginAtTheLastOneWithTheParametersAsTheyWere() {
        var trained = active();
        assertEquals(TRAINED_TO, trained.origin());
        store("bitcoin", newer);
        clock.advance(Duration.ofDays(10));

        assertEquals(1, moved());

        var moved = active();
        assertEquals(LAST, moved.origin());
        assertEquals(trained.id(), moved.id());
        assertNotEquals(trained.state(), moved.state());
        assertEquals(trained.trainedAt(), moved.trainedAt());
        assertEquals(1, service.count("model"), "nothing is fitted");
        assertEquals(2, service.count("model_state"));
        assertEquals(1, service.count("model_activation"), "the model serves on");
        var run = service.query("SELECT * FROM training_run WHERE kind = 'advance'")
                .get(0);
        assertEquals("succeeded", run.getString("state"));
        assertEquals(trained.id(), run.getLong("model"));
        assertEquals("from 2026-11-12 to 2026-11-22", run.getString("note"));
    }

    @Test
    void theMovedModelForecastsWhatItsFilterGivesRunOverAllDays() {
        var trained = active().fitted();
        store("bitcoin", newer);
        var reference = trained.advance(
                prices.seriesAfter("bitcoin", TRAINED_TO).await().indefinitely().orElseThrow());

        trainer.advance();

        assertForecastsAlike(reference, active().fitted());
    }

    @Test
    void dayByDayIsTheSameAsAllAtOnceAlsoAcrossGapsThatAreFilledLate() {
        var late = newer.get(4);
        for (var day : newer) {
            if (day != late) {
                store("bitcoin", List.of(day));
                trainer.advance();
            }
        }
        var withGap = active().fitted();
        store("bitcoin", List.of(late));
        var next = new DailyPrice(LAST.plusDays(1), new BigDecimal("1234.5"), null, null);
        store("bitcoin", List.of(next));

        trainer.advance();

        assertEquals(LAST, withGap.origin());
        var atOnce = database.transaction(session -> models.asTrained(session, active().id()))
                .orElseThrow()
                .advance(prices.seriesAfter("bitcoin", TRAINED_TO)
                        .await()
                        .indefinitely()
                        .orElseThrow());
        assertForecastsAlike(atOnce, active().fitted());
        assertEquals(10, service.count("training_run WHERE kind = 'advance'"));
    }

    @Test
    void withoutNewDaysNothingHappensAndNothingIsRecorded() {
        assertEquals(0, moved());

        assertEquals(1, service.count("model_state"));
        assertEquals(0, service.count("training_run WHERE kind = 'advance'"));
    }

    @Test
    void oneCoinsFailureIsRecordedAndDoesNotStopTheOthers() {
        service.storeWalkExcept("ethereum", LAST, 300, 1, PriceSource.COINGECKO);
        trainer.train(List.of("ethereum"));
        service.query("UPDATE model SET blob = 'x' WHERE coin = 'ethereum'");
        service.query("UPDATE model_state SET blob = 'x' WHERE coin = 'ethereum'");
        store("ethereum", List.of(new DailyPrice(LAST, BigDecimal.ONE, null, null)));
        store("bitcoin", newer);

        assertEquals(1, moved());

        assertEquals(LAST, active().origin());
        var failed = service.query("SELECT * FROM training_run WHERE state = 'failed'");
        assertEquals(1, failed.size());
        assertEquals("ethereum", failed.get(0).getString("coin"));
        assertEquals("advance", failed.get(0).getString("kind"));
    }

    @Test
    void whatWasServedFromEachDayCanBeForecastAgain() {
        var before = active().fitted();
        store("bitcoin", newer.subList(0, 5));
        trainer.advance();
        var between = active().fitted();
        store("bitcoin", newer);
        trainer.advance();

        assertForecastsAlike(before, served(TRAINED_TO));
        assertForecastsAlike(between, served(TRAINED_TO.plusDays(5)));
        assertEquals(
                true,
                models.servedFrom("bitcoin", TRAINED_TO.plusDays(1))
                        .await()
                        .indefinitely()
                        .isEmpty(),
                "on that day nothing was served");
    }

    private FittedModel served(LocalDate origin) {
        return models.servedFrom("bitcoin", origin)
                .await()
                .indefinitely()
                .orElseThrow()
                .fitted();
    }

    private static void assertForecastsAlike(FittedModel expected, FittedModel actual) {
        var one = expected.forecast(30, 95);
        var other = actual.forecast(30, 95);
        assertEquals(one.origin(), other.origin());
        assertArrayEquals(one.median(), other.median(), 0);
        assertArrayEquals(one.upper()[0], other.upper()[0], 0);
    }

    private void store(String coin, List<DailyPrice> days) {
        prices.store(coin, PriceSource.COINGECKO, days);
    }

    private StoredModel active() {
        return models.active("bitcoin").await().indefinitely().orElseThrow();
    }

    private long moved() {
        return trainer.advance().stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .count();
    }
}
