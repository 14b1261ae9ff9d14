package dev.ecoin.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.baseline.Baseline.Method;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.sarima.Constant;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        var calibrated = Stream.of("(1,1,1)", "(0,1,1)(0,1,1)7")
                .map(SarimaOrder::parse)
                .map(order -> SarimaForecaster.of(order).calibratedIntervals());
        var baselines = Stream.of(Method.values())
                .map(method -> BaselineForecaster.of(method, 7))
                .flatMap(baseline -> Stream.of(baseline, baseline.calibratedIntervals()));
        return Stream.of(sarima, Stream.of(drift), calibrated, baselines).flatMap(all -> all);
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
                var distribution = steps.distribution(t).orElseThrow();
                assertEquals(expected.lower(0, 0), distribution.quantile(0.025), 1e-9 * prices[t - 1]);
                assertEquals(expected.upper(0, 0), distribution.quantile(0.975), 1e-9 * prices[t - 1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void theFirstDaysAreNotKnownUntilTheStateIs(Forecaster forecaster) {
        var series = DailySeries.of(FIRST, prices());
        var steps = forecaster.fit(series).oneStep(series);

        int unknown = 0;
        while (Double.isNaN(steps.median(unknown))) {
            assertTrue(steps.distribution(unknown).isEmpty());
            unknown++;
        }
        assertTrue(unknown <= 2 * 7 + 2, unknown + " medians are not known");
        for (int t = unknown; t < steps.size(); t++) {
            assertTrue(steps.median(t) > 0 && Double.isFinite(steps.median(t)), "day " + t + " is known");
            assertTrue(t < 60 || steps.distribution(t).isPresent(), "so is how far it may fall");
        }
    }

    @Test
    void howFarADayMayFallFollowsTheStormsBeforeIt() {
        var random = new Random(1);
        var prices = new double[700];
        double level = 5;
        for (int t = 0; t < prices.length; t++) {
            level += (t / 100 % 2 == 0 ? 0.01 : 0.05) * random.nextGaussian();
            prices[t] = Math.exp(level);
        }
        var series = DailySeries.of(FIRST, prices);

        var steps = SarimaForecaster.of(SarimaOrder.parse("(0,1,0)"))
                .calibratedIntervals()
                .fit(series)
                .oneStep(series);

        double calm = steps.distribution(499).orElseThrow().quantile(0.975) / steps.median(499);
        double storm = steps.distribution(599).orElseThrow().quantile(0.975) / steps.median(599);
        assertTrue(Math.log(storm) > 1.5 * Math.log(calm), calm + " in a calm, " + storm + " in a storm");
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

    @Test
    void probabilitiesAreThoseOfBothTailsAndOfTheIntervals() {
        var series = DailySeries.of(FIRST, prices());
        var steps = SarimaForecaster.automatic(7).fit(series).oneStep(series);
        var distribution = steps.distribution(steps.size() - 1).orElseThrow();

        assertEquals(1, distribution.probabilityBeyond(distribution.quantile(0.5)), 1e-9);
        for (double tail : new double[] {0.4, 0.1, 0.025, 0.005, 1e-6}) {
            assertEquals(2 * tail, distribution.probabilityBeyond(distribution.quantile(tail)), 1e-6 * tail);
            assertEquals(2 * tail, distribution.probabilityBeyond(distribution.quantile(1 - tail)), 1e-6 * tail);
        }
        double median = distribution.quantile(0.5);
        assertEquals(
                2e-20,
                distribution.probabilityBeyond(median * median / distribution.quantile(1e-20)),
                1e-25,
                "far above there are digits left");
        assertEquals(0, distribution.probabilityBeyond(0));
    }

    @Test
    void aModelWithoutErrorExpectsItsValueAlone() {
        var series = DailySeries.of(FIRST, 2.5, 2.5, 2.5, 2.5);
        var steps = SarimaForecaster.automatic(7).fit(series).oneStep(series);

        assertTrue(steps.distribution(0).isEmpty());
        var distribution = steps.distribution(3).orElseThrow();
        assertEquals(1, distribution.probabilityBeyond(2.5));
        assertEquals(0, distribution.probabilityBeyond(2.6));
        assertEquals(0, distribution.probabilityBelow(2.5));
        assertEquals(0, distribution.probabilityAbove(2.5));
        assertEquals(1, distribution.probabilityBelow(2.6));
        assertEquals(0, distribution.probabilityAbove(2.6));
        assertEquals(2.5, distribution.quantile(0.995), 1e-12);
    }

    @Test
    void lengthsHaveToAgree() {
        assertThrows(IllegalArgumentException.class, () -> new OneStepForecasts(FIRST, new double[2], List.of()));
    }

    /** A random walk with a weekly pattern and missing days, more of them after the training days. */
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
