package dev.ecoin.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.baseline.Baseline.Method;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.sarima.Constant;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OneStepForecastsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int TRAINED = 120;

    static Stream<Forecaster> forecasters() {
        var sarima = Stream.of(
                        "(0,1,0)",
                        "(1,1,1)",
                        "(2,0,1)",
                        "(0,2,1)",
                        "(0,1,1)(0,1,1)7",
                        "(1,0,0)(1,0,0)7",
                        "(0,1,0)(0,0,1)7")
                .map(SarimaOrder::parse)
                .map(SarimaForecaster::of);
        var drift = SarimaForecaster.of(SarimaOrder.parse("(0,1,1)")).with(Constant.DRIFT);
        var baselines = Stream.of(Method.values()).map(method -> BaselineForecaster.of(method, 7));
        return Stream.of(sarima, Stream.of(drift), baselines).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void eachDayIsWhatTheModelForecastsFromTheDayBefore(Forecaster forecaster) {
        double[] prices = prices();
        var model = forecaster.fit(DailySeries.of(FIRST, Arrays.copyOf(prices, TRAINED)));

        var steps = model.oneStep(DailySeries.of(FIRST, prices));

        assertEquals(prices.length, steps.size());
        for (int t = TRAINED; t < prices.length; t++) {
            if (t > TRAINED && !Double.isNaN(prices[t - 1])) {
                var newer = Arrays.copyOfRange(prices, TRAINED, t);
                var expected = model.advance(DailySeries.of(FIRST.plusDays(TRAINED), newer))
                        .forecast(1, 95);
                assertEquals(expected.day(0), steps.day(t));
                assertEquals(expected.median(0), steps.median(t), 1e-9 * prices[t - 1]);
                assertEquals(expected.lower(0, 0), steps.quantile(t, 0.025), 1e-9 * prices[t - 1]);
                assertEquals(expected.upper(0, 0), steps.quantile(t, 0.975), 1e-9 * prices[t - 1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void theFirstDaysAreNotKnownUntilTheStateIs(Forecaster forecaster) {
        var series = DailySeries.of(FIRST, prices());
        var steps = forecaster.fit(series).oneStep(series);

        int unknown = 0;
        while (!steps.isKnown(unknown)) {
            assertTrue(Double.isNaN(steps.median(unknown)) && Double.isNaN(steps.probabilityBeyond(unknown, 1)));
            unknown++;
        }
        assertTrue(unknown <= 2 * 7 + 2, unknown + " days are not known");
        for (int t = unknown; t < steps.size(); t++) {
            assertTrue(steps.median(t) > 0 && Double.isFinite(steps.median(t)), "day " + t + " is known");
        }
    }

    @Test
    void theStateNeedsNotBeginWhereTheFitDid() {
        double[] prices = prices();
        var model = SarimaForecaster.of(SarimaOrder.parse("(0,1,1)"))
                .with(Constant.DRIFT)
                .fit(DailySeries.of(FIRST, prices));

        var all = model.oneStep(DailySeries.of(FIRST, prices));
        var late = model.oneStep(DailySeries.of(FIRST.plusDays(30), Arrays.copyOfRange(prices, 30, prices.length)));

        assertEquals(all.median(prices.length - 1), late.median(prices.length - 31), 1e-6 * prices[0]);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0.31731050786291", "-1, 0.31731050786291", "2.5758293035489, 0.01", "-8, 1.24419211e-15"})
    void theProbabilityIsThatOfBothTails(double errors, double expected) {
        var steps = new OneStepForecasts(FIRST, Transform.LOG, new double[] {4}, new double[] {0.03});

        assertEquals(expected, steps.probabilityBeyond(0, Math.exp(4 + 0.03 * errors)), 1e-8 * expected);
    }

    @Test
    void aModelWithoutErrorExpectsItsValueAlone() {
        var series = DailySeries.of(FIRST, 2.5, 2.5, 2.5, 2.5);
        var steps = SarimaForecaster.automatic(7).fit(series).oneStep(series);

        assertFalse(steps.isKnown(0));
        assertEquals(1, steps.probabilityBeyond(3, 2.5));
        assertEquals(0, steps.probabilityBeyond(3, 2.6));
        assertEquals(2.5, steps.quantile(3, 0.995), 1e-12);
    }

    @Test
    void probabilitiesBelowAreThoseOfR() {
        // pnorm of R 4.2.2
        assertEquals(0.5, GaussianProbability.below(0));
        assertEquals(0.97724986805182079, GaussianProbability.below(2), 1e-15);
        assertEquals(7.6198530241605269e-24, GaussianProbability.below(-10), 1e-36);
    }

    @Test
    void lengthsHaveToAgree() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new OneStepForecasts(FIRST, Transform.LOG, new double[2], new double[3]));
    }

    /** A walk with a weekly pattern and missing days, more of them after the training. */
    private static double[] prices() {
        var random = new Random(20_260_101);
        var prices = new double[TRAINED + 40];
        double level = 5;
        for (int t = 0; t < prices.length; t++) {
            level += 0.03 * random.nextGaussian();
            boolean missing =
                    t > 0 && random.nextDouble() < (t < TRAINED ? 0.03 : 0.2) && t != TRAINED && t != TRAINED - 1;
            prices[t] = missing ? Double.NaN : Math.exp(level + 0.02 * Math.sin(2 * Math.PI * t / 7));
        }
        return prices;
    }
}
