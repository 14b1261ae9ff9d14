package dev.ecoin.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.intervals.GarchPrices;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastNotesTest {

    private static final Currency EUR = new Currency("eur");

    private static final LocalDate ORIGIN = LocalDate.of(2026, 11, 22);
    private static final DailySeries SERIES = DailySeries.of(ORIGIN.minusDays(119), GarchPrices.of(120, 1));

    @Test
    void aRandomWalkIsFlatBecauseItIsOne() {
        var note = only(notes("(0,1,0)", 100, 100, 100));

        assertTrue(note.startsWith("The forecast is flat at the last price, 100.0 EUR"), note);
        assertTrue(note.contains("random walk"), note);
    }

    @Test
    void aMeanIsFlatAtTheTypicalPrice() {
        assertTrue(only(notes("mean", 7, 7)).contains("typical price of the past, 7.0 EUR"));
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

        assertTrue(only(notes("(0,1,0)", growing.toArray())).contains("drift of +0.12% a day"));
        assertTrue(only(notes("(0,1,0)", falling.toArray())).contains("drift of -0.12% a day"));
    }

    @Test
    void aSecondDifferenceContinuesTheLatestSlope() {
        var growing = IntStream.range(0, 10)
                .mapToDouble(step -> 100 * Math.pow(1.02, step))
                .toArray();

        for (var order : List.of("(0,2,1)", "(1,1,0)(0,1,1)7")) {
            var note = only(notes(order, growing));
            assertTrue(note.contains("latest slope of the prices, +2.0 % a day"), note);
            assertFalse(note.contains("mean of the past"), note);
        }
    }

    @Test
    void limitsAreSaidToWidenOnlyWhereTheyDo() {
        double[] fading = {100, 101, 102, 102, 102, 102};
        var widening = new double[] {1.01, 1.02, 1.03, 1.04, 1.05, 1.06};
        var settled = new double[] {1.01, 1.02, 1.03, 1.03, 1.03, 1.03};

        assertTrue(only(notes("(0,1,2)", fading, widening)).contains("The limits keep widening"));
        assertFalse(only(notes("(2,0,0)", fading, settled)).contains("widen"));
        double[] flat = {5, 5, 5, 5, 5, 5};
        assertTrue(only(notes("(0,1,0)", flat, widening)).contains("limits, which widen"));
        assertFalse(only(notes("naive", flat, new double[] {1, 1, 1, 1, 1, 1})).contains("widen"));
    }

    @ParameterizedTest
    @CsvSource({
        "naive, every forecast is the last price",
        "drift, by the mean change of the past",
        "seasonal_naive, the last season repeats"
    })
    void aFallbackSaysWhatItDoes(String baseline, String what) {
        var model = model(baseline, "3 prices are too few");
        var moving = new Forecast(ORIGIN, new double[] {1, 3, 2}, new double[0], new double[0][], new double[0][]);
        var note = only(ForecastNotes.of(model, EUR, moving, ORIGIN.plusDays(1), 3));

        assertTrue(note.contains("because 3 prices are too few"), note);
        assertTrue(note.contains(what), note);
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
                model("(0,1,0)"),
                EUR,
                new ForecastOptions(null, 1, List.of(BigDecimal.valueOf(99))),
                forecast,
                List.of());

        var limits = rich.days().get(0).limits();
        assertEquals(0, limits.get("lower_99").signum());
        assertTrue(limits.containsKey("upper_99"));
        assertEquals(null, limits.get("upper_99"));
        assertEquals(
                "coin,date,price,lower_99,upper_99,currency\r\nbitcoin,2026-11-23,1.0,0.0,,eur\r\n",
                new String(ForecastCsv.of(rich), StandardCharsets.UTF_8));
    }

    @Test
    void limitsThatATrendMakesWiderAreExplained() {
        var model = model(
                "naive",
                null,
                BaselineForecaster.of(Baseline.Method.NAIVE, 7)
                        .calibratedIntervals()
                        .fit(trending()));
        var factor = model.fitted().intervals().calibrated().orElseThrow().trendFactor(7);
        assertTrue(factor > 1.15, "" + factor);

        var notes = ForecastNotes.of(model, EUR, model.fitted().forecast(30, 95), ORIGIN.plusDays(1), 3);
        assertEquals(
                "The limits are %.0f%% wider than the sizes of recent moves alone would make them: the price has run one way for weeks."
                        .formatted(100 * (factor - 1)),
                notes.get(1));
        var pointsAlone = ForecastNotes.of(model, EUR, model.fitted().forecast(30), ORIGIN.plusDays(1), 3);
        assertEquals(1, pointsAlone.size());
        var tomorrow = ForecastNotes.of(model, EUR, model.fitted().forecast(1, 95), ORIGIN.plusDays(1), 3);
        assertTrue(tomorrow.get(1).contains("wider"), tomorrow.toString());
    }

    /** A random walk that rose on most of the last 40 days. */
    private static DailySeries trending() {
        double[] prices = GarchPrices.of(200, 3);
        var drifting = IntStream.range(0, 200)
                .mapToDouble(t -> prices[t] * Math.exp(0.05 * Math.max(0, t - 160)))
                .toArray();
        return DailySeries.of(ORIGIN.minusDays(199), drifting);
    }

    private static List<String> notes(String name, double... medians) {
        var forecast = new Forecast(ORIGIN, medians, new double[0], new double[0][], new double[0][]);
        return ForecastNotes.of(model(name), EUR, forecast, ORIGIN.plusDays(1), 3);
    }

    /** Notes of a forecast whose limits are its medians times and divided by the factors. */
    private static List<String> notes(String name, double[] medians, double[] factors) {
        var lower = new double[medians.length];
        var upper = new double[medians.length];
        for (int i = 0; i < medians.length; i++) {
            lower[i] = medians[i] / factors[i];
            upper[i] = medians[i] * factors[i];
        }
        var forecast = new Forecast(ORIGIN, medians, new double[] {95}, new double[][] {lower}, new double[][] {upper});
        return ForecastNotes.of(model(name), EUR, forecast, ORIGIN.plusDays(1), 3);
    }

    private static String only(List<String> notes) {
        assertEquals(1, notes.size(), notes.toString());
        return notes.get(0);
    }

    private static StoredModel model(String name) {
        return model(name, null);
    }

    /** A stored model whose fitted model has that name. */
    private static StoredModel model(String name, String fallback) {
        Forecaster forecaster = name.startsWith("(")
                ? SarimaForecaster.of(SarimaOrder.parse(name))
                : BaselineForecaster.of(Baseline.Method.valueOf(name.toUpperCase(Locale.ROOT)), 7);
        var fitted = forecaster.fit(SERIES);
        assertEquals(name, fitted.describe(SERIES).name());
        return model(name, fallback, fitted);
    }

    private static StoredModel model(String name, String fallback, FittedModel fitted) {
        return new StoredModel(
                1,
                1,
                "bitcoin",
                name,
                ORIGIN,
                Instant.EPOCH,
                Instant.EPOCH,
                fallback,
                false,
                null,
                fitted,
                new byte[0]);
    }
}
