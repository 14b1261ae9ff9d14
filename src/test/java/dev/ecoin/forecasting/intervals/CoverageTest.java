package dev.ecoin.forecasting.intervals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.evaluation.Backtest;
import dev.ecoin.forecasting.evaluation.BacktestPlan;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Forecasts of 14 days after 730 days of training, by rolling origins, on simulated prices. */
class CoverageTest {

    private static final int COINS = 12;
    private static final int DAYS = 730 + 14 + 45 * 28;

    private record Pooled(double coverage80, double coverage95, double msis95) {}

    private static Pooled pooled(Forecaster forecaster, Update update) {
        var plan = BacktestPlan.of(46, 28, 14).rolling(730).with(update);
        var scores = IntStream.range(0, COINS)
                .mapToObj(coin -> Backtest.run(forecaster, GarchPrices.series(DAYS, 100 + coin), plan)
                        .model()
                        .overall())
                .toList();
        return new Pooled(
                scores.stream()
                        .mapToDouble(score -> score.interval(80).coverage())
                        .average()
                        .orElseThrow(),
                scores.stream()
                        .mapToDouble(score -> score.interval(95).coverage())
                        .average()
                        .orElseThrow(),
                scores.stream()
                        .mapToDouble(score -> score.interval(95).msis())
                        .average()
                        .orElseThrow());
    }

    @Test
    void pooledCoverageIsNominalAndTheScoreBetterThanOfGaussianLimits() {
        var naive = BaselineForecaster.of(Baseline.Method.NAIVE, 1);
        var calibrated = pooled(naive.calibratedIntervals(), Update.REFIT);
        var gaussian = pooled(naive, Update.REFIT);

        assertEquals(80, calibrated.coverage80(), 1.5);
        assertEquals(95, calibrated.coverage95(), 1.5);
        assertTrue(calibrated.msis95() < gaussian.msis95(), calibrated + " against " + gaussian);
    }

    @Test
    void calibrationHoldsWhileAModelIsAdvancedForYears() {
        var calibrated = pooled(SarimaForecaster.of(SarimaOrder.of(0, 1, 1)).calibratedIntervals(), Update.ADVANCE);

        assertEquals(80, calibrated.coverage80(), 3);
        assertEquals(95, calibrated.coverage95(), 2);
    }
}
