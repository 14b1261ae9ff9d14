package dev.ecoin.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlausibilityTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Test
    void aPriceThatFallsBelowWhatADoubleHoldsIsNone() {
        var fault = Plausibility.fault(fallingBy(1, -700)).orElseThrow();

        assertTrue(fault.contains(" is 0.0, within "), fault);
    }

    @Test
    void aPriceThatFallsAndStaysOneIsPlausible() {
        assertEquals(Optional.empty(), Plausibility.fault(fallingBy(0.01, 10)));
    }

    /** A model of 40 days on which the log price falls by {@code step} a day. */
    private static BaselineModel fallingBy(double step, double start) {
        var logPrices =
                IntStream.range(0, 40).mapToDouble(day -> start - step * day).toArray();
        return new BaselineModel(
                LAST,
                Transform.LOG,
                Baseline.fit(logPrices, Baseline.Method.DRIFT, 1),
                new Fallback(Fallback.Reason.REJECTED, "for the test"),
                Intervals.GAUSSIAN);
    }
}
