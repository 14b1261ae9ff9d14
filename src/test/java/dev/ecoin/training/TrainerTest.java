package dev.ecoin.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.sarima.SarimaModel;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class TrainerTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void aTrainedModelIsStoredWithItsFiguresAndActive() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);

        trainer.train(List.of("bitcoin"));

        var row = service.query("SELECT * FROM model").get(0);
        var fitted = (SarimaModel) active("bitcoin").fitted();
        assertEquals(fitted.order().toString(), row.getString("name"));
        assertEquals(LAST, row.getLocalDate("origin"));
        assertEquals(SettableClock.START, row.getOffsetDateTime("trained_at").toInstant());
        assertEquals(fitted.aicc(), row.getDouble("aicc"));
        assertEquals(fitted.logLikelihood(), row.getDouble("log_likelihood"));
        assertEquals(fitted.observations(), row.getInteger("observations"));
        assertEquals(299, row.getInteger("observations"), "what is left of 300 days by one difference");
        assertTrue(row.getBuffer("blob").length() < 4_096);
        assertEquals(row.getLong("id"), active("bitcoin").id());
        var run = service.query("SELECT * FROM training_run").get(0);
        assertEquals("succeeded", run.getString("state"));
        assertEquals(row.getLong("id"), run.getLong("model"));
    }

    @Test
    void theRecordTellsCandidatesAndDiagnostics() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        service.query("DELETE FROM daily_price WHERE day = '2026-11-01'");

        trainer.train(List.of("bitcoin"));

        var row = service.query("SELECT * FROM model").get(0);
        var candidates = row.getJsonArray("candidates");
        assertTrue(candidates.size() > 1);
        var best = candidates.getJsonObject(0);
        for (int i = 1; i < candidates.size(); i++) {
            assertTrue(best.getDouble("aicc") <= candidates.getJsonObject(i).getDouble("aicc"));
        }
        var diagnostics = row.getJsonObject("diagnostics");
        assertEquals(1, diagnostics.getInteger("missing_days"));
        assertTrue(diagnostics.getDouble("scale") > 0);
        var pValue = diagnostics.getJsonObject("ljung_box").getDouble("p_value");
        assertTrue(pValue >= 0 && pValue <= 1);
    }

    @Test
    void aSeriesThatCannotBeModelledGetsANamedFallbackThatServes() {
        service.storeWalk("bitcoin", LAST, 3, PriceSource.SAMPLE);

        trainer.train(List.of("bitcoin"));

        var row = service.query("SELECT * FROM model").get(0);
        assertEquals("naive", row.getString("name"));
        assertFalse(row.getString("fallback").isBlank());
        assertNull(row.getDouble("aicc"));
        assertEquals(30, active("bitcoin").fitted().forecast(30).horizon());
    }

    @Test
    void everyTrainingAddsToTheHistoryAndTheNewestIsActive() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        var first = active("bitcoin");
        clock.advance(Duration.ofDays(1));

        trainer.train(List.of("bitcoin"));

        var second = active("bitcoin");
        assertEquals(2, service.count("model"));
        assertNotEquals(first.id(), second.id());
        assertEquals(SettableClock.START.plus(Duration.ofDays(1)), second.trainedAt());
        assertArrayEquals(first.blob(), second.blob(), "the same prices give the same model");
    }

    @Test
    void oneCoinsFailureIsRecordedAndDoesNotStopTheOthers() {
        service.storeWalk("ethereum", LAST, 300, PriceSource.SAMPLE);

        trainer.train(List.of("bitcoin", "ethereum"));

        assertEquals(Map.of("ethereum", LAST), models.origins().await().indefinitely());
        var failed = service.query("SELECT * FROM training_run WHERE state = 'failed'");
        assertEquals(1, failed.size());
        assertEquals("bitcoin", failed.get(0).getString("coin"));
        assertEquals("no prices are stored yet", failed.get(0).getString("error"));
        assertEquals(SettableClock.START.atOffset(ZoneOffset.UTC), failed.get(0).getOffsetDateTime("ended_at"));
    }

    @Test
    void aFailedTrainingLeavesTheActiveModelInPlace() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        var before = active("bitcoin");
        service.query("DELETE FROM daily_price");

        trainer.train(List.of("bitcoin"));

        assertEquals(before.id(), active("bitcoin").id());
        assertEquals(1, service.count("training_run WHERE state = 'failed'"));
    }

    @Test
    void theModelServesFromItsBlob() {
        service.storeWalk("bitcoin", LAST, 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));

        var fitted = active("bitcoin").fitted();

        assertEquals(LAST, fitted.origin());
        assertEquals(7, fitted.forecast(7).horizon());
        assertEquals(Optional.empty(), models.active("ethereum").await().indefinitely());
    }

    private StoredModel active(String coin) {
        return models.active(coin).await().indefinitely().orElseThrow();
    }
}
