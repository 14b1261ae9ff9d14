package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

public class SarimaModelTest {

    public static final LocalDate START = LocalDate.of(2020, 1, 1);

    public static double[] prices(int n, long seed) {
        var random = new Random(seed);
        var prices = new double[n];
        double level = Math.log(100);
        for (int t = 0; t < n; t++) {
            level += 0.03 * random.nextGaussian() + 0.01 * Math.sin(2 * Math.PI * t / 7);
            prices[t] = Math.exp(level);
        }
        return prices;
    }

    public static SarimaModel fitted(String order, int n) {
        return (SarimaModel) SarimaForecaster.of(SarimaOrder.parse(order)).fit(DailySeries.of(START, prices(n, 1)));
    }

    @Test
    void originIsTheLastDayAndStepsFollowIt() {
        Forecast forecast = fitted("(1,1,1)(1,0,1)7", 400).forecast(30, 80, 95);

        assertEquals(START.plusDays(399), forecast.origin());
        assertEquals(START.plusDays(400), forecast.day(0));
        assertEquals(30, forecast.horizon());
    }

    @Test
    void intervalsNestAndPointsDoNotDependOnThem() {
        var model = fitted("(1,1,1)(1,0,1)7", 400);
        Forecast forecast = model.forecast(60, 50, 80, 95);

        assertArrayEquals(model.forecast(60).median(), forecast.median());
        for (int h = 0; h < 60; h++) {
            assertTrue(0 < forecast.lower(2, h));
            assertTrue(forecast.lower(2, h) < forecast.lower(1, h));
            assertTrue(forecast.lower(1, h) < forecast.lower(0, h));
            assertTrue(forecast.lower(0, h) < forecast.median(h));
            assertTrue(forecast.median(h) < forecast.upper(0, h));
            assertTrue(forecast.upper(1, h) < forecast.upper(2, h));
        }
    }

    @Test
    void randomWalkIntervalIsKnownInClosedForm() {
        var model = fitted("(0,1,0)", 300);
        double[] prices = prices(300, 1);
        Forecast forecast = model.forecast(9, 95);

        assertEquals(prices[299], forecast.median(8), 1e-9 * prices[299]);
        // 1.959964 is the 0.975 quantile of the standard normal distribution.
        double expected = prices[299] * Math.exp(1.959963984540054 * Math.sqrt(9 * model.sigma2()));
        assertEquals(expected, forecast.upper(0, 8), 1e-9 * expected);
    }

    @Test
    void daysBetweenOriginAndNewerAreMissing() {
        var model = fitted("(1,1,1)", 200);
        double[] later = prices(210, 1);
        var gap = model.advance(DailySeries.of(START.plusDays(205), later[205], later[206]));
        var explicit = model.advance(DailySeries.of(START.plusDays(200), later[200]))
                .advance(DailySeries.of(START.plusDays(206), later[206]));

        assertEquals(START.plusDays(206), gap.origin());
        assertEquals(gap.origin(), explicit.origin());
        assertEquals(later[206], gap.forecast(1).median(0), 0.2 * later[206]);
        assertTrue(gap.forecast(3, 95).upper(0, 2) > gap.forecast(3).median(2));
    }

    @Test
    void daysNotAfterTheOriginAreRejected() {
        var model = fitted("(1,1,1)", 200);
        var error = assertThrows(SeriesException.class, () -> model.advance(DailySeries.of(START.plusDays(199), 1.0)));
        assertEquals(SeriesException.Reason.NOT_AFTER_ORIGIN, error.reason());
    }

    @Test
    void badRequestsAreRejected() {
        var model = fitted("(0,1,1)", 100);
        assertThrows(IllegalArgumentException.class, () -> model.forecast(0));
        assertThrows(IllegalArgumentException.class, () -> model.forecast(1, 100));
        assertThrows(IllegalArgumentException.class, () -> model.forecast(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> SarimaForecaster.of(SarimaOrder.of(1, 1, 0))
                .with(Constant.MEAN));
    }

    @Test
    void aStraightLineGoesOnAsItDid() {
        var years = new double[13];
        for (int t = 0; t < 13; t++) {
            years[t] = 1947 + t;
        }
        var model =
                (BaselineModel) SarimaForecaster.automatic(1).on(Transform.NONE).fit(DailySeries.of(START, years));
        assertArrayEquals(new double[] {1960, 1961, 1962}, model.forecast(3).median(), 1e-9);
        assertEquals(Fallback.Reason.CONSTANT, model.fallback().orElseThrow().reason());
    }
}
