package dev.ecoin.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastNotesTest {

    private static final LocalDate ORIGIN = LocalDate.of(2026, 11, 22);

    @Test
    void aRandomWalkIsFlatBecauseItIsOne() {
        var note = only(notes("(0,1,0)", 100, 100, 100));

        assertTrue(note.startsWith("The forecast is flat at the last price, 100.0 USD"), note);
        assertTrue(note.contains("random walk"), note);
    }

    @Test
    void aMeanIsFlatAtTheTypicalPrice() {
        assertTrue(only(notes("mean", 7, 7)).contains("typical price of the past, 7.0 USD"));
    }

    @Test
    void anyOtherFlatForecastNamesItsModel() {
        assertTrue(only(notes("(0,1,1)", 7, 7)).contains("the model (0,1,1) sees nothing"));
    }

    @Test
    void aMemoryThatFadesLeavesALine() {
        var note = only(notes("(0,1,0)(0,0,1)7", 100, 101, 102, 102, 102, 102));

        assertTrue(note.startsWith("From 2026-11-25 on the forecast is flat"), note);
        assertTrue(note.contains("(0,1,0)(0,0,1)7"), note);
    }

    @Test
    void aDriftIsAStraightLine() {
        var growing = IntStream.range(0, 10).mapToDouble(step -> 100 * Math.pow(1.0012, step));
        var falling = IntStream.range(0, 10).mapToDouble(step -> 100 * Math.pow(0.9988, step));

        assertTrue(only(notes("(0,1,0)", growing.toArray())).contains("drift of +0.12 % a day"));
        assertTrue(only(notes("(0,1,0)", falling.toArray())).contains("drift of -0.12 % a day"));
    }

    @Test
    void aForecastThatMovesNeedsNoNote() {
        assertEquals(List.of(), notes("(2,1,2)", 100, 103, 99, 101, 100.5));
        assertEquals(List.of(), notes("(0,1,1)", 100, 101, 101), "two equal days are no line");
    }

    @Test
    void aLimitBeyondAllNumbersIsNullInJsonAndEmptyInCsv() {
        var forecast = new Forecast(ORIGIN, new double[] {1}, new double[] {99}, new double[][] {{0}}, new double[][] {
            {Double.POSITIVE_INFINITY}
        });

        var rich = RichForecast.of(
                model("(0,1,0)"), new ForecastOptions(null, 1, List.of(BigDecimal.valueOf(99))), forecast, List.of());

        var limits = rich.days().get(0).limits();
        assertEquals(0, limits.get("lower_99").signum());
        assertTrue(limits.containsKey("upper_99"));
        assertEquals(null, limits.get("upper_99"));
        assertEquals(
                "day,price,lower_99,upper_99\r\n2026-11-23,1.0,0.0,\r\n",
                new String(ForecastCsv.of(rich), StandardCharsets.UTF_8));
    }

    private static List<String> notes(String name, double... medians) {
        var forecast = new Forecast(ORIGIN, medians, new double[0], new double[0][], new double[0][]);
        return ForecastNotes.of(model(name), forecast, ORIGIN.plusDays(1), 3);
    }

    private static String only(List<String> notes) {
        assertEquals(1, notes.size(), notes.toString());
        return notes.get(0);
    }

    private static StoredModel model(String name) {
        return new StoredModel(
                1, 1, "bitcoin", name, ORIGIN, Instant.EPOCH, Instant.EPOCH, null, false, null, null, new byte[0]);
    }
}
