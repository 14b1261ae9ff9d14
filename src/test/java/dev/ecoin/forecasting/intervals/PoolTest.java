package dev.ecoin.forecasting.intervals;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PoolTest {

    private static final LocalDate START = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 500;
    private static final BaselineForecaster NAIVE =
            BaselineForecaster.of(Baseline.Method.NAIVE, 7).calibratedIntervals();

    /** A random walk with moves half as large on Saturdays. */
    private static DailySeries walk(int days, double sigma, long seed) {
        var random = new Random(seed);
        var prices = new double[days];
        double level = Math.log(100);
        for (int t = 0; t < days; t++) {
            prices[t] = Math.exp(level);
            boolean restful = START.plusDays(t + 1L).getDayOfWeek() == DayOfWeek.SATURDAY;
            level += (restful ? 0.5 : 1) * sigma * random.nextGaussian();
        }
        return DailySeries.of(START, prices);
    }

    private static Map<String, DailySeries> coins(int count, int days) {
        var coins = new TreeMap<String, DailySeries>();
        for (int i = 0; i < count; i++) {
            coins.put("coin-" + i, walk(days, 0.04, i));
        }
        return coins;
    }

    private static Pool pool() {
        var figures = Pool.estimate(coins(6, DAYS)).orElseThrow().figures();
        return Pool.of(new Pool.Version(3, LocalDate.of(2026, 11, 1), 6), figures);
    }

    private static double width(FittedModel model, int days) {
        var forecast = model.forecast(days, 95);
        return Math.log(forecast.upper(0, days - 1) / forecast.lower(0, days - 1));
    }

    @Test
    void sixCoinsWithAYearOfMovesTellWeekdaysUsualMovesAndTails() {
        var estimate = Pool.estimate(coins(6, DAYS)).orElseThrow();
        assertEquals(List.of("coin-0", "coin-1", "coin-2", "coin-3", "coin-4", "coin-5"), estimate.coins());
        assertEquals(6 * (DAYS - 1), estimate.moves());
        var figures = estimate.figures();
        assertEquals(0.54, figures.weekdays()[DayOfWeek.SATURDAY.ordinal()], 0.08);
        // The mean absolute value of normal moves, one seventh of which are half as large.
        assertEquals(0.04 * Math.sqrt(2 / Math.PI) * 6.5 / 7, figures.usualMove(), 0.002);
        // Normal moves have lighter tails than the coins of the shipped constants.
        assertTrue(figures.tails()[0][3] < Tails.USUAL.quantiles()[0][3]);
    }

    @Test
    void whoeverHasNoYearOrIsPeggedTellsNothing() {
        var coins = coins(5, DAYS);
        assertTrue(Pool.estimate(coins).isEmpty());
        coins.put("new", walk(365, 0.04, 7));
        assertTrue(Pool.estimate(coins).isEmpty());
        coins.put("pegged", walk(DAYS, 0.0005, 8));
        assertTrue(Pool.estimate(coins).isEmpty());
        var still = new double[DAYS];
        java.util.Arrays.fill(still, 5);
        coins.put("still", DailySeries.of(START, still));
        assertTrue(Pool.estimate(coins).isEmpty());

        coins.put("old enough", walk(366, 0.04, 9));
        var names = new ArrayList<>(Pool.estimate(coins).orElseThrow().coins());
        assertEquals(List.of("coin-0", "coin-1", "coin-2", "coin-3", "coin-4", "old enough"), names);
    }

    /** Trends have no effect in the pool's coins, so the effects are a little smaller than the built-in ones. */
    @Test
    void effectsOfTrendsAreDrawnTowardsTheShippedOnes() {
        var effects = Pool.estimate(coins(6, DAYS)).orElseThrow().figures().trendEffects();
        var shipped = new double[5][6];
        for (int g = 0; g < 5; g++) {
            for (int k = 0; k < 6; k++) {
                shipped[g][k] = TrendEffects.SHIPPED.byHorizon()[g][k];
            }
        }
        assertEquals(shipped[0][3], effects[0][3], 0.3);
        assertTrue(effects[0][3] < shipped[0][3]);
    }

    @Test
    void aModelKeepsWhatThePoolToldAcrossBlobsAndDays() {
        for (var forecaster : List.of(
                NAIVE.with(pool()),
                SarimaForecaster.automatic(7).calibratedIntervals().with(pool()))) {
            FittedModel model = forecaster.fit(GarchPrices.series(400, 5));
            byte[] blob = ModelCodec.encode(model);
            FittedModel read = ModelCodec.decode(blob);
            assertArrayEquals(blob, ModelCodec.encode(read));
            assertTrue(blob.length < 4000, () -> blob.length + " bytes");
            assertEquals(model.forecast(100, 50, 80, 99), read.forecast(100, 50, 80, 99));
            var calibrated = read.intervals().calibrated().orElseThrow();
            assertEquals(model.intervals().calibrated().orElseThrow().calibration(), calibrated.calibration());
            assertEquals(
                    new Pool.Version(3, LocalDate.of(2026, 11, 1), 6),
                    calibrated.pool().orElseThrow());
            assertEquals(0.54, calibrated.weekdays().get(DayOfWeek.SATURDAY), 0.08);

            var newer = DailySeries.of(model.origin().plusDays(1), new double[] {90, 95, 99});
            var moved = model.advance(newer);
            assertEquals(moved.forecast(30, 80, 95), read.advance(newer).forecast(30, 80, 95));
            assertEquals(calibrated.pool(), moved.intervals().pool());
            assertEquals(
                    "The limits also rest on what 6 coins showed together (pool 3, estimated on 2026-11-01).",
                    moved.intervals().notes(30).get(moved.intervals().notes(30).size() - 1));
        }
    }

    @Test
    void aShortHistoryIsDrawnTowardsThePoolButNoFurtherThanItsErrorAllows() {
        var calm = walk(60, 0.02, 11);
        double alone = width(NAIVE.fit(calm), 30);
        double drawn = width(NAIVE.with(pool()).fit(calm), 30);
        assertTrue(drawn > 1.05 * alone && drawn < 1.5 * alone, () -> alone + " became " + drawn);

        var pegged = walk(60, 0.0002, 11);
        double peggedAlone = width(NAIVE.fit(pegged), 30);
        double peggedDrawn = width(NAIVE.with(pool()).fit(pegged), 30);
        assertTrue(peggedDrawn < 1.6 * peggedAlone, () -> peggedAlone + " became " + peggedDrawn);
    }

    @Test
    void aSeriesThatIsNotOfLogarithmsHasNoUsualSizeToBeDrawnTo() {
        var linear = SarimaForecaster.automatic(7).on(Transform.NONE).calibratedIntervals();
        var series = walk(60, 0.02, 11);
        double ratio = linear.with(pool()).fit(series).forecast(1, 95).upper(0, 0)
                / linear.fit(series).forecast(1, 95).upper(0, 0);
        assertEquals(1, ratio, 0.05);
    }

    @Test
    void gaussianIntervalsStayGaussian() {
        var gaussian = SarimaForecaster.automatic(7);
        assertEquals(gaussian, gaussian.with(pool()));
        assertTrue(
                gaussian.with(pool()).fit(walk(100, 0.02, 1)).intervals().pool().isEmpty());
    }

    @Test
    void figuresThatAreNoPoolAreRefused() {
        var good = Pool.estimate(coins(6, DAYS)).orElseThrow().figures();
        assertThrows(
                IllegalArgumentException.class,
                () -> Pool.of(
                        null,
                        new Pool.Figures(
                                new double[1][6], good.trendMeans(), good.weekdays(), good.tails(), good.usualMove())));
        assertThrows(
                IllegalArgumentException.class,
                () -> Pool.of(
                        null,
                        new Pool.Figures(
                                good.trendEffects(), good.trendMeans(), good.weekdays(), good.tails(), Double.NaN)));
    }
}
