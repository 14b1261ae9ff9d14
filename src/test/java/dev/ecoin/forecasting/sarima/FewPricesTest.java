package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.DailyMoves;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FewPricesTest {

    private static final SarimaForecaster PRICES =
            SarimaForecaster.automatic(7).calibratedIntervals().dailyPrices();

    static double[][] histories() {
        double none = Double.NaN;
        return new double[][] {
            {0.30},
            {0.30, 0.32},
            {0.30, 0.32, 0.31},
            {0.40, none, none, none, none, 0.39, none, none, none, none, none, none, none, none, none, none, 0.41},
            {1.0, 1.1, 1.21},
            {1, 1, 1, 1.01},
            {1e-11, 1.2e-11, 1.3e-11, 1.25e-11},
            {1e20, 1.01e20},
            Arrays.copyOf(SarimaModelTest.prices(49, 3), 49)
        };
    }

    @ParameterizedTest
    @MethodSource("histories")
    void fewPricesAreForecastByTheLastWithLimitsOfADailySize(double... prices) {
        var model = assertInstanceOf(BaselineModel.class, PRICES.fit(series(prices)));
        Forecast forecast = model.forecast(365, 95);
        double last = prices[prices.length - 1];

        assertEquals(Baseline.Method.NAIVE, model.baseline().method());
        assertEquals(Fallback.Reason.TOO_SHORT, model.fallback().orElseThrow().reason());
        assertEquals(last, forecast.median(364), 1e-12 * last);
        double daily = Math.log(forecast.upper(0, 364) / last) / 1.96 / Math.sqrt(365);
        assertTrue(daily > 0.015 && daily < 0.06, () -> daily + " a day");
        assertTrue(SanityGate.DAILY_PRICES.admits(model, series(prices), Transform.LOG));
    }

    @Test
    void whatIsUsualYieldsToTheHistory() {
        double[] calm = walk(1000, 0.01);
        double[] wild = walk(1000, 0.1);
        double calmFirst = DailyMoves.size(Arrays.copyOf(calm, 3));
        double wildFirst = DailyMoves.size(Arrays.copyOf(wild, 3));

        assertTrue(calmFirst < wildFirst && wildFirst < 10 * calmFirst / 2);
        assertEquals(0.01, DailyMoves.size(calm), 0.001);
        assertEquals(0.1, DailyMoves.size(wild), 0.01);
        assertEquals(0, DailyMoves.size(new double[] {2, 2, Double.NaN, 2}));
    }

    @Test
    void onlyEqualPricesHaveNoWidth() {
        var model = PRICES.fit(series(3, 3, 3));

        assertEquals(3, model.forecast(90, 95).upper(0, 89), 1e-12);
    }

    @Test
    void noLevelOfZeroIsSelectedUnlessTheValuesLieAroundIt() {
        int aroundZero = 0;
        for (int seed = 0; seed < 30; seed++) {
            double[] noise = new Random(seed).doubles(12, -1, 1).toArray();
            var away = Sarima.automatic(Arrays.stream(noise).map(v -> v + 2).toArray(), Selection.of(1));

            assertTrue(away.order().d() > 0 || away.constant() == Constant.MEAN, away.order()::toString);
            aroundZero += Sarima.automatic(noise, Selection.of(1)).constant() == Constant.NONE ? 1 : 0;
        }
        assertTrue(aroundZero > 15);
    }

    @Test
    void tooFewValuesOfAnyKindAreContinuedByTheLast() {
        var model = assertInstanceOf(
                BaselineModel.class,
                SarimaForecaster.automatic(1)
                        .on(Transform.NONE)
                        .calibratedIntervals()
                        .fit(series(3, 4, 3.5)));

        assertEquals(3.5, model.forecast(5).median(4), 1e-12);
        assertTrue(model.fallback().orElseThrow().detail().contains("too few"));
    }

    private static double[] walk(int n, double size) {
        var random = new Random(11);
        var logs = new double[n];
        for (int t = 1; t < n; t++) {
            logs[t] = logs[t - 1] + size * random.nextGaussian();
        }
        return logs;
    }

    private static DailySeries series(double... values) {
        return DailySeries.of(SarimaModelTest.START, values);
    }
}
