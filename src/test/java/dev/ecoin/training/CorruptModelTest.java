package dev.ecoin.training;

import static dev.ecoin.testing.Management.management;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.CorruptModelException;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bit flips in the database. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class CorruptModelTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Trainer trainer;

    @Inject
    ModelRepository models;

    @Inject
    PriceRepository prices;

    @Inject
    MeterRegistry metrics;

    @Inject
    Service service;

    private List<DailyPrice> newer;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
        newer = service.storeWalkExcept("bitcoin", LAST, 300, 2, PriceSource.COINGECKO);
        trainer.train(List.of("bitcoin"));
    }

    @Test
    void aCorruptStateGivesWayToTheOneBeforeIt() {
        var before = active();
        moveBy(newer);
        var corrupt = active();
        service.damage("model_state", corrupt.state());

        var standIn = active();

        assertEquals(before.state(), standIn.state());
        assertEquals(before.id(), standIn.id());
        assertArrayEquals(before.blob(), standIn.blob());
        var passedOver = standIn.standsInFor().orElseThrow();
        assertEquals(corrupt.state(), passedOver.state());
        assertEquals(LAST, passedOver.origin());
        assertTrue(passedOver.reason().contains("checksum"), passedOver.reason());
    }

    @Test
    void withoutAnIntactStateTheModelServesAsTrained() {
        var before = active();
        service.damage("model_state", before.state());

        var standIn = active();

        assertEquals(before.id(), standIn.id());
        assertTrue(standIn.state() < 0, "no state of it is left");
        assertArrayEquals(before.blob(), standIn.blob());
    }

    @Test
    void aModelWithNothingIntactGivesWayToTheNewestOtherThatPassedTheGate() {
        var older = active();
        trainer.train(List.of("bitcoin"));
        trainer.train(List.of("bitcoin"), new TrainingRequest("(0,0,0)", true, null), "test");
        assertEquals(1, service.count("model WHERE verdict = 'rejected'"));
        var corrupt = active();
        service.damage("model", corrupt.id());
        service.damage("model_state", corrupt.state());

        var standIn = active();

        assertEquals(older.id(), standIn.id());
        assertEquals(corrupt.id(), standIn.standsInFor().orElseThrow().model());
    }

    @Test
    void aCorruptModelIsCountedOnceHoweverOftenItIsAskedFor() {
        var corrupt = active();
        service.damage("model_state", corrupt.state());
        var before = counted();

        for (var i = 0; i < 5; i++) {
            active();
        }

        assertEquals(before + 1, counted());
        management().get("/q/metrics").then().body(containsString("ecoin_model_corrupt_total{coin=\"bitcoin\"}"));
    }

    @Test
    void withNewDaysTheCorruptStateIsReplacedAndTheRecordSaysSo() {
        moveBy(newer);
        var corrupt = active();
        service.damage("model_state", corrupt.state());
        var next = new DailyPrice(LAST.plusDays(1), new BigDecimal("1234.5"), null, null);

        moveBy(List.of(next));

        var healed = active();
        assertTrue(healed.standsInFor().isEmpty());
        assertEquals(corrupt.id(), healed.id());
        assertEquals(LAST.plusDays(1), healed.origin());
        var note = service.query("SELECT note FROM training_run ORDER BY id DESC LIMIT 1")
                .get(0)
                .getString("note");
        assertTrue(note.contains("from an older state because that up to 2026-11-22 cannot be read"), note);
    }

    @Test
    void anotherModelThatTakesOverForGoodLeavesAnActivation() {
        var older = active();
        trainer.train(List.of("bitcoin"));
        var corrupt = active();
        service.damage("model", corrupt.id());
        service.damage("model_state", corrupt.state());

        moveBy(newer);

        assertEquals(older.id(), active().id());
        var activation = service.query("SELECT * FROM model_activation ORDER BY id DESC LIMIT 1")
                .get(0);
        assertEquals(older.id(), activation.getLong("model"));
        assertEquals("recovery", activation.getString("activated_by"));
        assertTrue(activation.getString("reason").startsWith("model " + corrupt.id() + " cannot be read"));
    }

    @Test
    void whereNothingIsIntactThatIsSaid() {
        service.query("UPDATE model SET blob = 'x'");
        service.query("UPDATE model_state SET blob = 'x'");

        assertThrows(CorruptModelException.class, this::active);
    }

    @Test
    void theNextTrainingReplacesWhatIsCorrupt() {
        service.query("UPDATE model SET blob = 'x'");
        service.query("UPDATE model_state SET blob = 'x'");

        trainer.train(List.of("bitcoin"));

        assertFalse(active().standsInFor().isPresent());
    }

    private double counted() {
        var counter = metrics.find("ecoin.model.corrupt").tag("coin", "bitcoin").counter();
        return counter == null ? 0 : counter.count();
    }

    private void moveBy(List<DailyPrice> days) {
        prices.store("bitcoin", PriceSource.COINGECKO, days);
        assertEquals(1, trainer.advance().size());
    }

    private StoredModel active() {
        return models.active("bitcoin").await().indefinitely().orElseThrow();
    }
}
