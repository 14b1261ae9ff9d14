package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.GarchPrices;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.DailySeries;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibratedModelTest {

    static Stream<Forecaster> forecasters() {
        return Stream.of(
                SarimaForecaster.of(SarimaOrder.parse("(0,1,0)")),
                SarimaForecaster.of(SarimaOrder.parse("(1,1,1)(1,0,1)7")),
                SarimaForecaster.of(SarimaOrder.parse("(2,0,1)")),
                BaselineForecaster.of(Baseline.Method.NAIVE, 1),
                BaselineForecaster.of(Baseline.Method.DRIFT, 1),
                BaselineForecaster.of(Baseline.Method.SEASONAL_NAIVE, 7),
                BaselineForecaster.of(Baseline.Method.MEAN, 1));
    }

    private static Forecaster calibrated(Forecaster forecaster) {
        return forecaster instanceof SarimaForecaster sarima
                ? sarima.calibratedIntervals()
                : ((BaselineForecaster) forecaster).calibratedIntervals();
    }

    private static CalibratedIntervals intervals(FittedModel model) {
        return assertInstanceOf(CalibratedIntervals.class, model.intervals());
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void mediansAreThoseOfTheGaussianModelAndLimitsNest(Forecaster forecaster) {
        var series = GarchPrices.series(500, 7);
        var forecast = calibrated(forecaster).fit(series).forecast(200, 99, 80, 50);

        assertArrayEquals(forecaster.fit(series).forecast(200).median(), forecast.median());
        for (int h = 0; h < 200; h++) {
            assertTrue(0 < forecast.lower(0, h));
            assertTrue(forecast.lower(0, h) < forecast.lower(1, h) && forecast.lower(1, h) < forecast.lower(2, h));
            assertTrue(forecast.lower(2, h) < forecast.median(h) && forecast.median(h) < forecast.upper(2, h));
            assertTrue(forecast.upper(2, h) < forecast.upper(1, h) && forecast.upper(1, h) < forecast.upper(0, h));
        }
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void theDistributionIsTheOneThatIntervalsAreCutFrom(Forecaster forecaster) {
        for (var model : new FittedModel[] {
            forecaster.fit(GarchPrices.series(300, 9)), calibrated(forecaster).fit(GarchPrices.series(300, 9))
        }) {
            var forecast = model.forecast(40, 80, 95);
            for (int h : new int[] {1, 2, 8, 40}) {
                var distribution = model.distribution(h);
                assertEquals(forecast.median(h - 1), distribution.quantile(0.5), 1e-9 * forecast.median(h - 1));
                assertEquals(forecast.lower(0, h - 1), distribution.quantile(0.1), 1e-9 * forecast.median(h - 1));
                assertEquals(forecast.upper(1, h - 1), distribution.quantile(0.975), 1e-9 * forecast.median(h - 1));
                assertEquals(0.025, distribution.probabilityBelow(forecast.lower(1, h - 1)), 1e-9);
                assertEquals(0.9, distribution.probabilityBelow(forecast.upper(0, h - 1)), 1e-9);
                assertEquals(0.1, distribution.probabilityAbove(forecast.upper(0, h - 1)), 1e-9);
                assertEquals(0, distribution.probabilityBelow(0));
                assertEquals(1, distribution.probabilityAbove(0));
                assertEquals(1, distribution.probabilityBelow(1e300), 1e-9);
                assertThrows(IllegalArgumentException.class, () -> distribution.quantile(1));
            }
            assertThrows(IllegalArgumentException.class, () -> model.distribution(0));
        }
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void advancingInPartsIsAdvancingAtOnceAndHeedsTheNewDays(Forecaster forecaster) {
        double[] prices = GarchPrices.of(460, 11);
        prices[432] = Double.NaN;
        prices[433] = Double.NaN;
        var start = SarimaModelTest.START;
        var model = calibrated(forecaster).fit(DailySeries.of(start, Arrays.copyOf(prices, 420)));
        var once = model.advance(DailySeries.of(start.plusDays(420), Arrays.copyOfRange(prices, 420, 460)));
        FittedModel parts = model;
        for (int t = 420; t < 460; t += 10) {
            parts = parts.advance(DailySeries.of(start.plusDays(t), Arrays.copyOfRange(prices, t, t + 10)));
        }

        assertEquals(intervals(once).agitation(), intervals(parts).agitation(), 1e-9);
        assertEquals(once.forecast(30, 95).upper(0, 29), parts.forecast(30, 95).upper(0, 29), 1e-6);
        assertTrue(Math.abs(intervals(once).agitation() - intervals(model).agitation()) > 1e-3);
    }

    /**
     * Refitting the random walk to more days changes sigma and the quantiles, but not the size of the latest
     * innovations.
     */
    @Test
    void anAdvancedModelKnowsTheSameAgitationAsOneFittedAnew() {
        double[] prices = GarchPrices.of(700, 12);
        var start = SarimaModelTest.START;
        var forecaster = SarimaForecaster.of(SarimaOrder.of(0, 1, 0)).calibratedIntervals();
        var advanced = forecaster
                .fit(DailySeries.of(start, Arrays.copyOf(prices, 600)))
                .advance(DailySeries.of(start.plusDays(600), Arrays.copyOfRange(prices, 600, 700)));
        var anew = forecaster.fit(DailySeries.of(start, prices));

        assertEquals(intervals(anew).agitation(), intervals(advanced).agitation(), 1e-9);
        double upper = anew.forecast(14, 95).upper(0, 13) / prices[699];
        assertEquals(
                Math.log(upper), Math.log(advanced.forecast(14, 95).upper(0, 13) / prices[699]), 0.1 * Math.log(upper));
    }

    @Test
    void missingDaysDoNotMakeTheSeriesLookCalm() {
        double[] prices = GarchPrices.of(1400, 13);
        double[] gaps = prices.clone();
        for (int t = 1; t < 1399; t += 2) {
            gaps[t] = Double.NaN;
        }
        var forecaster = SarimaForecaster.of(SarimaOrder.of(0, 1, 0)).calibratedIntervals();
        double whole = width(forecaster.fit(DailySeries.of(SarimaModelTest.START, prices)));
        double halved = width(forecaster.fit(DailySeries.of(SarimaModelTest.START, gaps)));
        assertEquals(1, halved / whole, 0.25);
    }

    private static double width(FittedModel model) {
        var forecast = model.forecast(14, 80);
        return Math.log(forecast.upper(0, 13) / forecast.lower(0, 13));
    }

    @Test
    void aConstantPriceKeepsItsStandInAndGaussianLimits() {
        var model = SarimaForecaster.automatic(7)
                .calibratedIntervals()
                .fit(DailySeries.of(SarimaModelTest.START, 5, 5, 5, 5, 5));
        assertEquals(Intervals.GAUSSIAN, model.intervals());
        assertEquals(5, model.forecast(3, 95).upper(0, 2), 1e-9);
        assertEquals(5, model.distribution(3).quantile(0.9), 1e-9);
    }
}
