package dev.ecoin.forecasting.intervals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.evaluation.Backtest;
import dev.ecoin.forecasting.evaluation.BacktestPlan;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.forecasting.evaluation.Scores;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Forecasts for 14 days after 730 training days, from rolling origins, on simulated prices. */
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
                mean(scores, score -> score.interval(80).coverage()),
                mean(scores, score -> score.interval(95).coverage()),
                mean(scores, score -> score.interval(95).msis()));
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

    /**
     * Bitcoin and ethereum became calmer throughout the sample, so limits calibrated on the previous two years are
     * rather wide. A robust exponentially weighted variance with empirical quantiles scores 9.24; see
     * bench/forecast-quality.sh.
     */
    @Test
    void onTheSampleTheScoreIsBetterThanARobustAverages() throws IOException {
        var plan = BacktestPlan.of(99, 28, 14).rolling(730).with(Update.REFIT);
        var forecaster = BaselineForecaster.of(Baseline.Method.NAIVE, 1).calibratedIntervals();
        var scores = new ArrayList<Scores>();
        for (int column = 1; column <= 2; column++) {
            scores.add(Backtest.run(forecaster, sample(column), plan).model().overall());
        }

        for (var score : scores) {
            assertEquals(364, score.forecasts());
        }
        assertTrue(mean(scores, score -> score.interval(95).msis()) < 8.6);
        assertEquals(84, mean(scores, score -> score.interval(80).coverage()), 5);
        assertEquals(96, mean(scores, score -> score.interval(95).coverage()), 2);
    }

    private static double mean(List<Scores> scores, ToDoubleFunction<Scores> figure) {
        return scores.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static DailySeries sample(int column) throws IOException {
        var prices = new TreeMap<LocalDate, Double>();
        for (String line : Files.readAllLines(Path.of("src/main/resources/sample/prices-usd.csv"))) {
            if (Character.isDigit(line.charAt(0))) {
                String[] fields = line.split(",");
                prices.put(LocalDate.parse(fields[0]), Double.parseDouble(fields[column]));
            }
        }
        return DailySeries.of(prices);
    }
}
