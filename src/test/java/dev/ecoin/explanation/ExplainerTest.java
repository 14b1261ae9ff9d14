package dev.ecoin.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.baseline.Baseline.Method;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.DateRange;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainerTest {

    private static final Currency EUR = new Currency("eur");

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final DateRange EVER = DateRange.ALL;

    @Property(tries = 60, seed = "20260101")
    void componentsAddUpToTheLastDigitAndMultiplyToThePrice(
            @ForAll @IntRange(min = 1, max = 200) int days,
            @ForAll @DoubleRange(min = 0, max = 0.6) double missing,
            @ForAll @DoubleRange(min = -24, max = 11) double level,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        var random = new Random(seed);
        var log = new double[] {level};
        var series = series(days, t -> {
            log[0] += 0.04 * random.nextGaussian();
            return t > 0 && random.nextDouble() < missing ? Double.NaN : Math.exp(log[0]);
        });

        var explanation = explain(SarimaForecaster.of(SarimaOrder.parse("(0,1,0)(0,0,1)7")), series, 14);

        assertEquals(series.size(), explanation.history().size());
        assertEquals(14, explanation.forecast().size());
        for (var day : explanation.history()) {
            var value = series.value((int) FIRST.until(day.day(), ChronoUnit.DAYS));
            if (Double.isNaN(value)) {
                assertNull(day.price());
                assertNull(day.remainder());
                assertNotNull(day.levelPrice());
            } else {
                assertEquals(value, day.price().doubleValue());
                assertAddsUp(day, value);
            }
        }
        explanation
                .forecast()
                .forEach(day -> assertAddsUp(day, Math.exp(day.logPrice().doubleValue())));
    }

    private static void assertAddsUp(ExplainedDay day, double price) {
        assertEquals(day.logPrice(), day.level().add(day.weekly()).add(day.remainder()));
        assertEquals(Math.log(price), day.logPrice().doubleValue(), 1e-11);
        var product = day.levelPrice().multiply(day.weeklyFactor()).multiply(day.remainderFactor());
        assertEquals(price, product.doubleValue(), 1e-9 * price);
    }

    @Test
    void forecastDaysAreTheMediansThatAreServed() {
        var forecaster = SarimaForecaster.of(SarimaOrder.parse("(0,1,1)(0,1,1)7"));
        var series = weekly(200);
        var served = forecaster.fit(series).forecast(30);

        var forecast = explain(forecaster, series, 30).forecast();

        for (int step = 0; step < 30; step++) {
            assertEquals(served.day(step), forecast.get(step).day());
            assertEquals(
                    PriceDigits.round(served.median(step)), forecast.get(step).price());
            assertEquals(
                    Math.log(served.median(step)), forecast.get(step).logPrice().doubleValue(), 1e-11);
        }
    }

    @Test
    void theWeeklyPatternIsFoundInTheHistoryAndGoesOnInTheForecastOfAModelThatKnowsIt() {
        var series = weekly(400);

        var explanation = explain(SarimaForecaster.of(SarimaOrder.parse("(0,1,1)(0,1,1)7")), series, 14);

        assertTrue(explanation.weeklyStrength().doubleValue() > 0.7, explanation.weeklyStrength() + " is weak");
        var past = explanation.history().get(300);
        assertEquals(pattern(300), past.weekly().doubleValue(), 0.01);
        for (int step = 0; step < 14; step++) {
            var day = explanation.forecast().get(step);
            assertEquals(pattern(400 + step), day.weekly().doubleValue(), 0.02, "step " + step);
            assertEquals(0, day.remainder().doubleValue(), 0.01);
        }
    }

    @Test
    void aRandomWalksForecastIsAllLevel() {
        var series = weekly(200);

        var forecast = explain(SarimaForecaster.of(SarimaOrder.parse("(0,1,0)")), series, 30)
                .forecast();

        for (var day : forecast) {
            assertEquals(Math.log(series.value(199)), day.level().doubleValue(), 1e-9);
            assertEquals(0, day.weekly().doubleValue(), 1e-9);
            assertEquals(0, day.remainder().doubleValue(), 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void baselinesAreExplainedToo(Method method) {
        var series = weekly(60);

        var explanation = explain(BaselineForecaster.of(method, 7), series, 7);

        assertEquals(60, explanation.history().size());
        assertNotNull(explanation.history().get(59).fitted());
        explanation
                .forecast()
                .forEach(day -> assertAddsUp(day, Math.exp(day.logPrice().doubleValue())));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "13", "300"})
    void aConstantPriceIsAllLevelAndFittedExactly(int days) {
        var explanation = explain(SarimaForecaster.automatic(7), series(days, t -> 1.0), 7);

        assertEquals(0, explanation.weeklyStrength().doubleValue(), 1e-9);
        for (var day : explanation.history()) {
            assertEquals(1, day.levelPrice().doubleValue(), 1e-11);
            assertEquals(0, day.weekly().doubleValue(), 1e-11);
            if (day.fitted() != null) {
                assertEquals(0, day.residual().signum());
            }
        }
        assertNull(explanation.history().get(0).fitted(), "nothing precedes the first day");
    }

    @Test
    void fitsAreTheModelsForecastsFromTheDayBefore() {
        var forecaster = BaselineForecaster.of(Method.NAIVE, 1);
        var series = DailySeries.of(FIRST, 100, 110, Double.NaN, 121);

        var days = explain(forecaster, series, 0).history();

        assertNull(days.get(0).fitted());
        assertEquals(100, days.get(1).fitted().doubleValue());
        assertEquals(Math.log(1.1), days.get(1).residual().doubleValue(), 1e-11);
        assertEquals(110, days.get(2).fitted().doubleValue(), 1e-9);
        assertNull(days.get(2).residual());
        assertEquals(110, days.get(3).fitted().doubleValue(), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 2026-07-19, 200",
        "2026-01-10, 2026-01-10, 1",
        "2025-01-01, 2025-12-31, 0",
        "2026-07-20, 2027-01-01, 0",
        "2026-07-19, +999999999-12-31, 1",
        "-999999999-01-01, 2026-01-02, 2"
    })
    void daysOfTheRangeAreShownAndOfNoOther(LocalDate from, LocalDate to, int shown) {
        var series = weekly(200);
        var model = stored(BaselineForecaster.of(Method.NAIVE, 1), series);

        var part = Explainer.explain(model, EUR, series, from, to, 0).history();

        assertEquals(shown, part.size());
        var whole = Explainer.explain(model, EUR, series, FIRST, FIRST.plusDays(199), 0)
                .history();
        assertTrue(whole.containsAll(part), "components do not depend on the range");
    }

    @Test
    void daysOutsideTheirIntervalAreAnomalies() {
        double[] log = {
            4, 4.01, 4, 4.01, 4, 4.01, 4, 4.01, 4, 4.51, 4.5, 4.51, 4.5, 4.51, 4.5, 4.51, 4.5, 4.51, 4.5, 4.51
        };
        var series = series(20, t -> Math.exp(log[t]));
        var model = stored(BaselineForecaster.of(Method.NAIVE, 1), series);

        var anomalies = Anomalies.of(model, EUR, series, BigDecimal.valueOf(99), EVER);

        // Eighteen changes of 0.01 and one of 0.51.
        var error = Math.sqrt((18 * 1e-4 + 0.51 * 0.51) / 19);
        assertEquals(19, anomalies.daysChecked());
        assertEquals(new BigDecimal("0.1900"), anomalies.expected().setScale(4));
        assertEquals(
                List.of(FIRST.plusDays(9)),
                anomalies.anomalies().stream().map(Anomalies.CheckedDay::day).toList());
        var jump = anomalies.anomalies().get(0);
        assertEquals(PriceDigits.round(Math.exp(4)), jump.median());
        assertEquals(PriceDigits.round(Math.exp(4 + 2.5758293035489 * error)), jump.upper());
        assertEquals(PriceDigits.round(Math.exp(4 - 2.5758293035489 * error)), jump.lower());
        // 0.51 / 0.117406 = 4.34389 standard errors: 2 * pnorm(-4.34389) of R.
        assertEquals(1.399790e-5, jump.probability().doubleValue(), 5e-9);
        assertTrue(jump.anomalous());
        assertEquals(FIRST.plusDays(19), anomalies.newest().day());
        assertEquals(false, anomalies.newest().anomalous());
    }

    @Test
    void theNewestDayIsToldWhateverTheRange() {
        var series = weekly(100);
        var model = stored(BaselineForecaster.of(Method.NAIVE, 1), series);

        var before = Anomalies.of(model, EUR, series, BigDecimal.valueOf(50), new DateRange(null, FIRST.plusDays(49)));
        var after = Anomalies.of(model, EUR, series, BigDecimal.valueOf(50), new DateRange(FIRST.plusDays(50), null));
        var all = Anomalies.of(model, EUR, series, BigDecimal.valueOf(50), EVER);

        assertEquals(49, before.daysChecked());
        assertEquals(50, after.daysChecked());
        assertEquals(
                all.anomalies().size(),
                before.anomalies().size() + after.anomalies().size());
        assertTrue(before.anomalies().size() > 5, "an interval of 50% is left often");
        assertEquals(FIRST.plusDays(99), before.newest().day());
    }

    @Test
    void aSingleDayCannotBeChecked() {
        var series = series(1, t -> 7);

        var anomalies =
                Anomalies.of(stored(SarimaForecaster.automatic(7), series), EUR, series, BigDecimal.valueOf(99), EVER);

        assertEquals(0, anomalies.daysChecked());
        assertNull(anomalies.newest());
    }

    @Test
    void limitsThatATrendMakesWiderAreExplainedWithTheForecast() {
        var random = new Random(5);
        var log = new double[] {4};
        var series = series(200, t -> {
            log[0] += 0.03 * random.nextGaussian() + (t > 160 ? 0.04 : 0);
            return Math.exp(log[0]);
        });
        var forecaster = BaselineForecaster.of(Method.NAIVE, 1).calibratedIntervals();

        var notes = explain(forecaster, series, 30).notes();
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).endsWith("the price has run one way for weeks."), notes.get(0));
        assertTrue(explain(forecaster, series, 0).notes().isEmpty());
    }

    private static Explanation explain(Forecaster forecaster, DailySeries series, int horizon) {
        return Explainer.explain(stored(forecaster, series), EUR, series, series.start(), series.end(), horizon);
    }

    private static StoredModel stored(Forecaster forecaster, DailySeries series) {
        var model = forecaster.fit(series);
        return new StoredModel(
                17,
                23,
                "bitcoin",
                "name",
                model.origin(),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                false,
                null,
                model,
                ModelCodec.encode(model));
    }

    private static double pattern(int t) {
        return 0.1 * Math.sin(2 * Math.PI * t / 7);
    }

    private static DailySeries weekly(int days) {
        var random = new Random(7);
        var log = new double[] {8};
        return series(days, t -> {
            log[0] += 0.01 * random.nextGaussian();
            return Math.exp(log[0] + pattern(t));
        });
    }

    private static DailySeries series(int days, IntToDoubleFunction value) {
        return DailySeries.of(FIRST, IntStream.range(0, days).mapToDouble(value).toArray());
    }
}
