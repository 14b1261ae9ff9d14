package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileSeriesTest {

    private static final List<SarimaForecaster> FORECASTERS = List.of(
            SarimaForecaster.automatic(7),
            SarimaForecaster.of(SarimaOrder.parse("(1,1,1)(1,0,1)7")),
            SarimaForecaster.of(SarimaOrder.parse("(2,0,1)")),
            SarimaForecaster.of(SarimaOrder.parse("(0,1,1)(0,1,1)7")),
            SarimaForecaster.of(SarimaOrder.parse("(0,2,2)")));

    record Case(String name, double[] values) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        double[] prices = SarimaModelTest.prices(300, 4);
        var constant = new double[200];
        Arrays.fill(constant, 3.5);
        double[] spike = prices.clone();
        spike[150] *= 1e6;
        double[] lastSpike = prices.clone();
        lastSpike[299] *= 1e6;
        double[] levelBreak = prices.clone();
        for (int t = 150; t < 300; t++) {
            levelBreak[t] *= 1e-5;
        }
        double[] sparse = new double[300];
        Arrays.fill(sparse, Double.NaN);
        for (int t = 0; t < 300; t += 60) {
            sparse[t] = prices[t];
        }
        sparse[299] = prices[299];
        double[] weekly = prices.clone();
        for (int t = 0; t < 300; t++) {
            if (t % 7 != 0) {
                weekly[t] = Double.NaN;
            }
        }
        double[] gaps = prices.clone();
        for (int t = 40; t < 290; t += 9) {
            gaps[t] = Double.NaN;
        }
        Arrays.fill(gaps, 100, 170, Double.NaN);
        double[] explosive = new double[60];
        for (int t = 0; t < 60; t++) {
            explosive[t] = Math.exp(0.01 * t * t);
        }
        double[] almostConstant = constant.clone();
        almostConstant[100] = 3.5000001;
        var alternating = new double[100];
        for (int t = 0; t < 100; t++) {
            alternating[t] = t % 2 == 0 ? 1 : 2;
        }
        var trend = new double[100];
        for (int t = 0; t < 100; t++) {
            trend[t] = Math.exp(0.01 * t);
        }
        return List.of(
                new Case("constant", constant),
                new Case("tiny", scaled(prices, 1e-11)),
                new Case("huge", scaled(prices, 1e10)),
                new Case("spike", spike),
                new Case("spike at the end", lastSpike),
                new Case("level break", levelBreak),
                new Case("all but six missing", sparse),
                new Case("one day a week", weekly),
                new Case("gaps", gaps),
                new Case("explosive", explosive),
                new Case("constant but for one day", almostConstant),
                new Case("alternating", alternating),
                new Case("exact exponential", trend),
                new Case("one value", new double[] {2}),
                new Case("two values", new double[] {2, 3}),
                new Case("three values", new double[] {2, 200, 1}),
                new Case("five values", new double[] {2, 3, 2.5, 4, 3}),
                new Case("nine values", Arrays.copyOf(prices, 9)));
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySeriesGetsAFiniteForecastNearItsHistory(Case each) {
        var series = DailySeries.of(SarimaModelTest.START, each.values);
        double smallest =
                Arrays.stream(each.values).filter(v -> !Double.isNaN(v)).min().orElseThrow();
        double largest =
                Arrays.stream(each.values).filter(v -> !Double.isNaN(v)).max().orElseThrow();
        for (SarimaForecaster forecaster : FORECASTERS) {
            FittedModel model = forecaster.fit(series);
            Forecast forecast = model.forecast(90, 80, 95);
            for (int h = 0; h < 90; h++) {
                assertTrue(forecast.median(h) >= smallest / 10 && forecast.median(h) <= 10 * largest, () -> each.name);
                assertTrue(forecast.lower(1, h) <= forecast.lower(0, h) && forecast.lower(1, h) > 0);
                assertTrue(forecast.upper(1, h) >= forecast.upper(0, h));
                assertTrue(forecast.upper(0, h) < Double.POSITIVE_INFINITY);
            }
            assertEquals(forecast, ModelCodec.decode(ModelCodec.encode(model)).forecast(90, 80, 95));
            FittedModel later = model.advance(DailySeries.of(series.end().plusDays(3), largest));
            assertTrue(Double.isFinite(later.forecast(5, 95).upper(0, 4)));
        }
    }

    @Test
    void standInsNameTheirReason() {
        assertFallback(Fallback.Reason.CONSTANT, Baseline.Method.NAIVE, "(1,1,1)", 2, 2, 2, 2, 2, 2, 2, 2, 2);
        assertFallback(Fallback.Reason.TOO_SHORT, Baseline.Method.NAIVE, "(1,1,1)", 2, 3);
        assertFallback(
                Fallback.Reason.TOO_SHORT,
                Baseline.Method.DRIFT,
                "(1,1,1)(1,1,1)7",
                2,
                2.1,
                2,
                1.9,
                2,
                2.1,
                2,
                2.02,
                2.03,
                2.01);
    }

    @ParameterizedTest
    @EnumSource(Transform.class)
    void aConstantSeriesIsContinuedAsItIs(Transform transform) {
        var complete = new double[12];
        Arrays.fill(complete, 5);
        var gaps = complete.clone();
        gaps[3] = Double.NaN;
        gaps[7] = Double.NaN;
        for (SarimaForecaster forecaster : FORECASTERS) {
            for (double[] values : List.of(complete, gaps, new double[] {5, 5})) {
                var model = assertInstanceOf(
                        BaselineModel.class,
                        forecaster.on(transform).fit(DailySeries.of(SarimaModelTest.START, values)));
                assertEquals(
                        Fallback.Reason.CONSTANT, model.fallback().orElseThrow().reason());
                assertEquals(Baseline.Method.NAIVE, model.baseline().method());
                assertEquals(5, model.forecast(30, 95).median(29), 1e-12);
                assertEquals(5, model.forecast(30, 95).upper(0, 29), 1e-6);
            }
        }
    }

    private static void assertFallback(Fallback.Reason reason, Baseline.Method method, String order, double... values) {
        var model = assertInstanceOf(
                BaselineModel.class,
                SarimaForecaster.of(SarimaOrder.parse(order)).fit(DailySeries.of(SarimaModelTest.START, values)));
        assertEquals(reason, model.fallback().orElseThrow().reason());
        assertEquals(method, model.baseline().method());
        var read = (BaselineModel) ModelCodec.decode(ModelCodec.encode(model));
        assertEquals(model.fallback(), read.fallback());
    }

    @Test
    void theGateRefusesExplosions() {
        var explosive = new double[60];
        var random = new Random(1);
        for (int t = 0; t < 60; t++) {
            explosive[t] = Math.exp(0.01 * t * t + 0.01 * random.nextGaussian());
        }
        var series = DailySeries.of(SarimaModelTest.START, explosive);
        var forecaster = SarimaForecaster.of(SarimaOrder.parse("(0,2,1)"));
        var refused = assertInstanceOf(BaselineModel.class, forecaster.fit(series));

        assertEquals(
                Fallback.Reason.IMPLAUSIBLE_FORECAST,
                refused.fallback().orElseThrow().reason());
        assertInstanceOf(
                SarimaModel.class, forecaster.with(new SanityGate(2, 1e6)).fit(series));
    }

    @Test
    void zeroPricesAreATypedError() {
        var series = DailySeries.of(SarimaModelTest.START, 1, 0, 2, 3, 4, 5);
        for (SarimaForecaster forecaster : FORECASTERS) {
            assertEquals(
                    SeriesException.Reason.NOT_POSITIVE,
                    assertThrows(SeriesException.class, () -> forecaster.fit(series))
                            .reason());
        }
    }

    @Test
    void plainFitsSayWhatIsMissing() {
        var order = SarimaOrder.parse("(1,1,1)");
        assertEquals(SeriesException.Reason.TOO_SHORT, reason(order, 1, 2));
        assertEquals(SeriesException.Reason.CONSTANT, reason(order, 2, 2, 2, 2, 2, 2));
        assertEquals(SeriesException.Reason.NOT_FINITE, reason(order, 2, 2, Double.POSITIVE_INFINITY, 2, 1, 2));
        var weekly = new double[140];
        Arrays.fill(weekly, Double.NaN);
        for (int t = 0; t < 140; t += 7) {
            weekly[t] = Math.sin(t);
        }
        assertEquals(SeriesException.Reason.UNIDENTIFIED, reason(SarimaOrder.parse("(0,0,1)(0,1,1)7"), weekly));
    }

    private static SeriesException.Reason reason(SarimaOrder order, double... values) {
        return assertThrows(SeriesException.class, () -> Sarima.fit(values, order, Constant.NONE))
                .reason();
    }
}
