package dev.ecoin.forecasting.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.ModelDescription;
import dev.ecoin.forecasting.ModelFamily;
import dev.ecoin.forecasting.ModelNotes;
import dev.ecoin.forecasting.OneStepForecasts;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Training;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BacktestTest {

    private static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final double NA = Double.NaN;
    private static final DailySeries SIX_DAYS = DailySeries.of(START, 10, 12, 11, 15, 14, 18);

    /** Forecasts the last value, with limits 2 below and above it. Records its training series. */
    private static final class LastValue implements Forecaster {

        final List<DailySeries> fitted = new ArrayList<>();
        final List<DailySeries> advanced = new ArrayList<>();

        @Override
        public FittedModel fit(DailySeries series) {
            fitted.add(series);
            return new Model(series);
        }

        private final class Model implements FittedModel {

            private final DailySeries known;

            Model(DailySeries known) {
                this.known = known;
            }

            @Override
            public LocalDate origin() {
                return known.end();
            }

            @Override
            public Forecast forecast(int horizon, double... levels) {
                double last = known.value(known.size() - 1);
                var limits = new double[2][levels.length][horizon];
                for (int k = 0; k < levels.length; k++) {
                    Arrays.fill(limits[0][k], last - 2);
                    Arrays.fill(limits[1][k], last + 2);
                }
                var median = new double[horizon];
                Arrays.fill(median, last);
                return new Forecast(origin(), median, levels, limits[0], limits[1]);
            }

            @Override
            public ForecastDistribution distribution(int daysAhead) {
                throw new UnsupportedOperationException("a backtest scores intervals");
            }

            @Override
            public double[] responses(int horizon) {
                throw new UnsupportedOperationException("a backtest scores intervals");
            }

            @Override
            public FittedModel advance(DailySeries newer) {
                advanced.add(newer);
                return new Model(newer);
            }

            @Override
            public OneStepForecasts oneStep(DailySeries history) {
                throw new UnsupportedOperationException("a backtest asks for forecasts");
            }

            @Override
            public Intervals intervals() {
                throw new UnsupportedOperationException("a backtest asks for forecasts");
            }

            @Override
            public double[] standardError(int horizon) {
                throw new UnsupportedOperationException("a backtest asks for forecasts");
            }

            @Override
            public Forecaster forecaster() {
                return LastValue.this;
            }

            @Override
            public ModelDescription describe(DailySeries series) {
                throw new UnsupportedOperationException("a backtest asks for forecasts");
            }

            @Override
            public ModelNotes notes() {
                throw new UnsupportedOperationException("a backtest asks for forecasts");
            }

            @Override
            public ModelFamily family() {
                throw new UnsupportedOperationException("a backtest asks for forecasts");
            }

            @Override
            public void write(ByteBuffer fields) {
                throw new UnsupportedOperationException("a backtest asks for forecasts");
            }
        }
    }

    private static BacktestPlan plan(int windows, int step, int horizon, int trainingDays) {
        return new BacktestPlan(
                windows, step, horizon, trainingDays, Training.EXPANDING, Update.ADVANCE, 1, List.of(80.0));
    }

    /**
     * From day 3, the forecast is 11 and the actual values are 15 and 14; from day 4, it is 15 for 14 and 18. The mean
     * absolute changes up to those days are 3/2 and 7/3.
     */
    @Test
    void scoresAreThoseOfTheTableWorkedByHand() {
        var result = Backtest.run(new LastValue(), SIX_DAYS, plan(2, 1, 2, 3));

        assertEquals(List.of(START.plusDays(2), START.plusDays(3)), result.origins());
        assertEquals(
                List.of(START.plusDays(2), START.plusDays(3)),
                result.forecasts().stream().map(Forecast::origin).toList());
        assertArrayEquals(new double[] {15, 15}, result.forecasts().get(1).median());
        var overall = result.model().overall();
        assertEquals(4, overall.forecasts());
        assertEquals((4 + 3 + 1 + 3) / 4.0, overall.mae(), 1e-12);
        assertEquals(Math.sqrt((16 + 9 + 1 + 9) / 4.0), overall.rmse(), 1e-12);
        assertEquals(200 * (4 / 26.0 + 3 / 25.0 + 1 / 29.0 + 3 / 33.0) / 4, overall.smape(), 1e-12);
        assertEquals((4 / 1.5 + 3 / 1.5 + 1 * 3 / 7.0 + 3 * 3 / 7.0) / 4, overall.mase(), 1e-12);
        // Limits 9 to 13 miss 15 by 2 and 14 by 1; limits 13 to 17 contain 14 and miss 18 by 1. A miss counts tenfold.
        assertEquals(25, overall.interval(80).coverage());
        assertEquals(
                (24 / 1.5 + 14 / 1.5 + 4 * 3 / 7.0 + 14 * 3 / 7.0) / 4,
                overall.interval(80).msis(),
                1e-12);

        var byHorizon = result.model().byHorizon();
        assertEquals((4 + 1) / 2.0, byHorizon.get(0).mae(), 1e-12);
        assertEquals((3 + 3) / 2.0, byHorizon.get(1).mae(), 1e-12);
        assertEquals(50, byHorizon.get(0).interval(80).coverage());
        assertEquals(0, byHorizon.get(1).interval(80).coverage());
        var byOrigin = result.model().byOrigin();
        assertEquals((4 + 3) / 2.0, byOrigin.get(0).mae(), 1e-12);
        assertEquals(0, byOrigin.get(0).interval(80).coverage());
        assertEquals(50, byOrigin.get(1).interval(80).coverage());
    }

    @Test
    void benchmarksAreScoredOnTheSameDays() {
        var plan = new BacktestPlan(2, 1, 2, 3, Training.EXPANDING, Update.REFIT, 2, List.of());
        var benchmarks = Backtest.run(new LastValue(), SIX_DAYS, plan).benchmarks();

        assertEquals((4 + 3 + 1 + 3) / 4.0, mae(benchmarks.get(Baseline.Method.NAIVE)), 1e-9);
        // From day 3: forecasts 12, 11 of 15, 14. From day 4: forecasts 11, 15 of 14, 18.
        assertEquals((3 + 3 + 3 + 3) / 4.0, mae(benchmarks.get(Baseline.Method.SEASONAL_NAIVE)), 1e-9);
        // Daily growth by sqrt(1.1) and cbrt(1.5), because baselines use logarithms.
        double slow = Math.sqrt(1.1);
        double fast = Math.cbrt(1.5);
        double drift = 15 - 11 * slow + 14 - 11 * slow * slow + (15 * fast - 14) + Math.abs(18 - 15 * fast * fast);
        assertEquals(drift / 4, mae(benchmarks.get(Baseline.Method.DRIFT)), 1e-9);
    }

    @Test
    void missingDaysAreNotScored() {
        var series = DailySeries.of(START, 10, 12, 11, NA, 14, 18, NA, 20);
        var result = Backtest.run(new LastValue(), series, plan(3, 2, 2, 3));

        // Day 4 is missing, so the forecast from there is still the 11 of day 3.
        assertEquals(List.of(START.plusDays(3), START.plusDays(5)), result.origins());
        assertEquals(3, result.model().overall().forecasts());
        assertEquals((3 + 7 + 2) / 3.0, result.model().overall().mae(), 1e-12);
        assertEquals(1, result.model().byHorizon().get(0).forecasts());
    }

    @Test
    void aModelIsAdvancedOverTheNewDaysAlone() {
        var forecaster = new LastValue();
        Backtest.run(forecaster, SIX_DAYS, plan(9, 1, 1, 3));

        assertEquals(List.of(DailySeries.of(START, 10, 12, 11)), forecaster.fitted);
        assertEquals(
                List.of(DailySeries.of(START.plusDays(3), 15), DailySeries.of(START.plusDays(4), 14)),
                forecaster.advanced);
    }

    @Test
    void aRefitOfTheNewestDaysSeesNoOthers() {
        var forecaster = new LastValue();
        Backtest.run(forecaster, SIX_DAYS, plan(2, 1, 1, 3).rolling(3).with(Update.REFIT));

        assertEquals(
                List.of(DailySeries.of(START.plusDays(1), 12, 11, 15), DailySeries.of(START.plusDays(2), 11, 15, 14)),
                forecaster.fitted);
        assertTrue(forecaster.advanced.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Update.class)
    void noForecastKnowsAnythingOfTheDaysAfterItsOrigin(Update update) {
        double[] values = walk(400);
        var plan = BacktestPlan.of(4, 30, 14).with(update);
        var forecaster = SarimaForecaster.of(SarimaOrder.of(1, 1, 1));
        var whole = Backtest.run(forecaster, DailySeries.of(START, values), plan);

        for (int t = 400 - 14; t < 400; t++) {
            values[t] *= 3;
        }
        var otherEnd = Backtest.run(forecaster, DailySeries.of(START, values), plan);

        assertEquals(
                whole.model().byOrigin().subList(0, 3),
                otherEnd.model().byOrigin().subList(0, 3));
        assertFalse(whole.model()
                .byOrigin()
                .get(3)
                .equals(otherEnd.model().byOrigin().get(3)));
    }

    @Test
    void theSameInputGivesTheSameResult() {
        var series = DailySeries.of(START, walk(300));
        var plan = BacktestPlan.of(5, 14, 7);
        assertEquals(
                Backtest.run(SarimaForecaster.automatic(7), series, plan),
                Backtest.run(SarimaForecaster.automatic(7), series, plan));
    }

    @Test
    void theNaiveForecasterIsAsGoodAsNaive() {
        var result = Backtest.run(
                BaselineForecaster.of(Baseline.Method.NAIVE, 1),
                DailySeries.of(START, walk(300)),
                BacktestPlan.of(9, 7, 7));
        assertEquals(1, result.maseAgainstNaive());
        assertEquals(result.benchmarks().get(Baseline.Method.NAIVE), result.model());
    }

    @Test
    void aConstantPriceHasNoScaleAndNoInfiniteError() {
        var series = DailySeries.of(START, 5, 5, 5, 5, 5, 6);
        var scores =
                Backtest.run(new LastValue(), series, plan(1, 1, 2, 3)).model().overall();
        assertEquals(0.5, scores.mae());
        assertTrue(Double.isNaN(scores.mase()));
        assertTrue(Double.isNaN(scores.interval(80).msis()));
    }

    @Test
    void aSeriesWithoutRoomForOneWindowIsRefused() {
        var error =
                assertThrows(SeriesException.class, () -> Backtest.run(new LastValue(), SIX_DAYS, plan(1, 1, 4, 3)));
        assertEquals(SeriesException.Reason.TOO_SHORT, error.reason());
        var gap = DailySeries.of(START, 1, NA, NA, NA, NA, NA, NA, NA, 2, 3);
        assertThrows(SeriesException.class, () -> Backtest.run(new LastValue(), gap, plan(9, 1, 2, 6)));
    }

    @Test
    void aPlanThatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> plan(0, 1, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> plan(1, 0, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> plan(1, 1, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> plan(1, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BacktestPlan(1, 1, 1, 2, Training.ROLLING, Update.REFIT, 7, List.of(100.0)));
    }

    private static double mae(ScoreTable table) {
        return table.overall().mae();
    }

    private static double[] walk(int days) {
        var random = new Random(3);
        var values = new double[days];
        double level = 4;
        for (int t = 0; t < days; t++) {
            level += 0.03 * random.nextGaussian();
            values[t] = Math.exp(level);
        }
        return values;
    }
}
