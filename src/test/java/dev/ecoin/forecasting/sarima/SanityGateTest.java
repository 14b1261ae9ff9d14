package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.DailyMoves;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SanityGateTest {

    private static final Fallback WHY = new Fallback(Fallback.Reason.REJECTED, "for the test");

    @ParameterizedTest
    @ValueSource(strings = {"(0,2,0)", "(1,2,0)", "(0,2,1)", "(2,2,1)(0,0,1)7"})
    void anOperatorsOrderWhoseLimitsExplodeGivesWayToNaiveUnlessOverridden(String order) {
        // Slopes that last for a while favour an order with two differences, whose limits explode.
        var random = new Random(3);
        var prices = new double[120];
        double level = 0;
        double slope = 0;
        for (int t = 0; t < prices.length; t++) {
            slope = 0.9 * slope + 0.03 * random.nextGaussian();
            level += slope;
            prices[t] = 0.02 * Math.exp(level);
        }
        var series = series(prices);
        var forecaster = SarimaForecaster.of(SarimaOrder.parse(order))
                .calibratedIntervals()
                .dailyPrices();

        var naive = assertInstanceOf(BaselineModel.class, forecaster.fit(series));
        var forced =
                assertInstanceOf(SarimaModel.class, forecaster.overridingGate().fit(series));

        assertEquals(Baseline.Method.NAIVE, naive.baseline().method());
        assertEquals(
                Fallback.Reason.IMPLAUSIBLE_FORECAST,
                naive.fallback().orElseThrow().reason());
        assertTrue(SanityGate.DAILY_PRICES.admits(naive, series, Transform.LOG));
        assertFalse(naive.isOutsideGate());
        assertTrue(forced.isOutsideGate());
        assertTrue(ModelCodec.decode(ModelCodec.encode(forced)).isOutsideGate());
        assertFalse(SanityGate.DAILY_PRICES.admits(forced, series, Transform.LOG));
    }

    @Test
    void anOverrideThatIsNotNeededLeavesNoMark() {
        var series = series(SarimaModelTest.prices(300, 4));
        var forecaster = SarimaForecaster.of(SarimaOrder.parse("(1,1,1)"))
                .calibratedIntervals()
                .dailyPrices();

        var model = forecaster.overridingGate().fit(series);

        assertFalse(model.isOutsideGate());
        assertEquals(forecaster.fit(series).forecast(90, 95), model.forecast(90, 95));
    }

    @Test
    void widthsAreBoundedOnBothSides() {
        double[] prices = SarimaModelTest.prices(300, 4);
        double[] logs = Transform.LOG.apply(prices);
        double usual = DailyMoves.size(logs);
        var series = series(prices);

        assertTrue(SanityGate.DAILY_PRICES.admits(walk(series, usual), series, Transform.LOG));
        assertTrue(SanityGate.DAILY_PRICES.admits(walk(series, 0.1 * usual), series, Transform.LOG));
        assertTrue(fault(walk(series, 4.1 * usual), series).contains("4.1 times as wide"));
        assertTrue(fault(walk(series, 0), series).contains("without width"));
        assertTrue(SanityGate.STANDARD.admits(walk(series, 0), series, Transform.LOG));
    }

    /** The drift of a short history explodes only far ahead. */
    @Test
    void limitsAreHeldToAYear() {
        double[] prices = Arrays.copyOf(SarimaModelTest.prices(300, 8), 10);
        var series = series(prices);
        var drift = new BaselineModel(
                series.end(),
                Transform.LOG,
                Baseline.fit(Transform.LOG.apply(prices), Baseline.Method.DRIFT, 1),
                WHY,
                Intervals.GAUSSIAN);

        assertTrue(SanityGate.STANDARD.admits(drift, series, Transform.LOG));
        assertTrue(fault(drift, series).contains("365 days"), () -> fault(drift, series));
    }

    static List<HostileSeriesTest.Case> hostile() {
        return HostileSeriesTest.cases();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void everythingThatMayServePasses(HostileSeriesTest.Case each) {
        var series = series(each.values());
        for (var forecaster : List.of(
                SarimaForecaster.automatic(7),
                SarimaForecaster.of(SarimaOrder.parse("(0,2,2)")),
                SarimaForecaster.of(SarimaOrder.parse("(1,1,1)(1,0,1)7")))) {
            var prices = forecaster.calibratedIntervals().dailyPrices();
            FittedModel model = prices.fit(series);
            Forecast forecast = model.forecast(365, 95);

            assertTrue(SanityGate.DAILY_PRICES.admits(model, series, Transform.LOG), each::name);
            assertTrue(SanityGate.DAILY_PRICES.admits(prices.standIn(series, WHY), series, Transform.LOG), each::name);
            assertTrue(each.name().equals("constant") || forecast.upper(0, 364) > forecast.lower(0, 364), each::name);
        }
    }

    private static String fault(FittedModel model, DailySeries series) {
        return SanityGate.DAILY_PRICES.fault(model, series, Transform.LOG).orElseThrow();
    }

    private static BaselineModel walk(DailySeries series, double size) {
        var naive = Baseline.fit(Transform.LOG.apply(series.values()), Baseline.Method.NAIVE, 1);
        return new BaselineModel(series.end(), Transform.LOG, naive.withSigma(size), WHY, Intervals.GAUSSIAN);
    }

    private static DailySeries series(double... values) {
        return DailySeries.of(SarimaModelTest.START, values);
    }
}
