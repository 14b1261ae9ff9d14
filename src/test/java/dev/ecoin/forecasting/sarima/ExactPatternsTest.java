package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deterministic series. */
class ExactPatternsTest {

    @ParameterizedTest
    @CsvSource({"4, 12", "4, 20", "4, 21", "2, 12", "7, 15", "12, 60"})
    void anExactSeasonGoesOn(int period, int length) {
        double[] values = season(period, length + 2 * period);
        var known = series(Arrays.copyOf(values, length));
        double[] expected = Arrays.copyOfRange(values, length, length + 2 * period);
        for (var transform : Transform.values()) {
            for (var forecaster : new SarimaForecaster[] {
                SarimaForecaster.automatic(period), SarimaForecaster.of(new SarimaOrder(0, 0, 0, 0, 1, 0, period))
            }) {
                var model = forecaster.on(transform).fit(known);
                Forecast forecast = model.forecast(2 * period, 95);

                assertArrayEquals(expected, forecast.median(), 1e-9);
                assertTrue(forecast.upper(0, 0) > forecast.median(0));
                assertEquals(
                        forecast, ModelCodec.decode(ModelCodec.encode(model)).forecast(2 * period, 95));
            }
        }
    }

    @Test
    void aSeasonThatRisesGoesOnRising() {
        double[] values =
                IntStream.range(0, 24).mapToDouble(t -> t % 4 - 0.5 * (t / 4)).toArray();
        var known = series(Arrays.copyOf(values, 16));
        var order = new SarimaOrder(0, 0, 0, 0, 1, 0, 4);
        for (var forecaster : new SarimaForecaster[] {
            SarimaForecaster.automatic(4), SarimaForecaster.of(order).with(Constant.DRIFT)
        }) {
            var model = forecaster.on(Transform.NONE).fit(known);

            assertArrayEquals(
                    Arrays.copyOfRange(values, 16, 24), model.forecast(8).median(), 1e-9);
            var advanced = model.advance(series(known.end().plusDays(1), Arrays.copyOfRange(values, 16, 19)));
            assertArrayEquals(
                    Arrays.copyOfRange(values, 19, 24), advanced.forecast(5).median(), 1e-9);
            assertEquals(
                    advanced.forecast(9, 95),
                    ModelCodec.decode(ModelCodec.encode(advanced)).forecast(9, 95));
            assertEquals(values[15], model.oneStep(known).median(15), 1e-9);
        }
    }

    @Test
    void aSeasonOfAnotherPeriodIsSeenAfterThreeTimes() {
        var forecaster = SarimaForecaster.automatic(7).on(Transform.NONE);

        assertArrayEquals(
                season(4, 4), forecaster.fit(series(season(4, 12))).forecast(4).median(), 1e-9);
        assertArrayEquals(
                new double[] {1, 2},
                forecaster.fit(series(season(2, 100))).forecast(2).median(),
                1e-9);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-160, 1, 1e160, 1e300})
    void sizesWhoseSquaresAreNoNumbersHaveLimits(double unit) {
        double[] values = {1, 2, 1.5, 3, 2, 1.2, 2.2, 3.1, 2.5, 2.1, 1.9, 2.8};
        var model = SarimaForecaster.automatic(1)
                .on(Transform.NONE)
                .fit(series(Arrays.stream(values).map(value -> value * unit).toArray()));
        Forecast forecast = model.forecast(3, 95);

        assertTrue(forecast.median(2) > unit && forecast.median(2) < 4 * unit, model::toString);
        assertTrue(forecast.upper(0, 2) > forecast.median(2) + 0.1 * unit && forecast.upper(0, 2) < 9 * unit);
    }

    @Test
    void gapsDoNotHideASeason() {
        double[] values = season(4, 20);
        values[5] = Double.NaN;
        values[10] = Double.NaN;
        values[18] = Double.NaN;

        var model = SarimaForecaster.automatic(4).on(Transform.NONE).fit(series(values));

        assertArrayEquals(season(4, 4), model.forecast(4).median(), 1e-9);
    }

    @Test
    void aPhaseThatWasNeverSeenMakesNoSeason() {
        double[] values = season(4, 40);
        for (int t = 2; t < 40; t += 4) {
            values[t] = Double.NaN;
        }

        var model = SarimaForecaster.automatic(4).on(Transform.NONE).fit(series(values));

        assertTrue(Arrays.stream(model.forecast(8).median()).allMatch(Double::isFinite));
    }

    @ParameterizedTest
    @EnumSource(Transform.class)
    void aLineGoesOnFromEightValuesWithAWidth(Transform transform) {
        double[] values = IntStream.range(0, 12)
                .mapToDouble(t -> transform.invert(2 + 0.1 * t))
                .toArray();
        var forecaster = SarimaForecaster.automatic(7).on(transform).calibratedIntervals();

        var line = assertInstanceOf(BaselineModel.class, forecaster.fit(series(values)));
        var start = assertInstanceOf(BaselineModel.class, forecaster.fit(series(Arrays.copyOf(values, 7))));

        assertEquals(Baseline.Method.DRIFT, line.baseline().method());
        assertEquals(transform.invert(3.2), line.forecast(1).median(0), 1e-9);
        assertEquals(Baseline.Method.NAIVE, start.baseline().method());
        assertEquals(values[6], start.forecast(5).median(4), 1e-9);
        for (var model : new BaselineModel[] {line, start}) {
            Forecast forecast = model.forecast(10, 95);
            assertTrue(forecast.upper(0, 9) > 1.01 * forecast.lower(0, 9));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 0.1", "60, 0.01", "60, 0.2", "400, -0.02"})
    void steadyGrowthOfPricesIsNoReasonToExpectMoreOfIt(int days, double growth) {
        double[] prices =
                IntStream.range(0, days).mapToDouble(t -> Math.exp(growth * t)).toArray();
        var forecaster = SarimaForecaster.automatic(7).calibratedIntervals().dailyPrices();
        var model = assertInstanceOf(BaselineModel.class, forecaster.fit(series(prices)));
        Forecast forecast = model.forecast(90, 95);

        assertEquals(Baseline.Method.NAIVE, model.baseline().method());
        assertEquals(1, forecast.median(89) / prices[days - 1], 1e-9);
        assertTrue(forecast.upper(0, 89) > 1.1 * prices[days - 1]);
    }

    /** 1, 2, 3, .., repeated. */
    private static double[] season(int period, int length) {
        return IntStream.range(0, length).mapToDouble(t -> 1 + t % period).toArray();
    }

    private static DailySeries series(double... values) {
        return series(SarimaModelTest.START, values);
    }

    private static DailySeries series(LocalDate start, double... values) {
        return DailySeries.of(start, values);
    }
}
