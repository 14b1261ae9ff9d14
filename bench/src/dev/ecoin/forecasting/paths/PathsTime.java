package dev.ecoin.forecasting.paths;

import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.series.DailySeries;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Compares the thread CPU time of 10,000 joint paths of 20 coins over 30 days with the simplest simulation of the same
 * size: independent random walks of normal moves by java.util.Random, with one exponential per price.
 */
final class PathsTime {

    private static final int COINS = 20;
    private static final int PATHS = 10_000;
    private static final int HORIZON = 30;
    private static final int HISTORY = 1460;
    private static final int WARM = 20;
    private static final int ROUNDS = 20;

    private PathsTime() {}

    public static void main(String[] arguments) {
        var random = new Random(1);
        var logs = new double[COINS][HISTORY];
        for (int t = 1; t < HISTORY; t++) {
            double market = random.nextGaussian();
            for (int i = 0; i < COINS; i++) {
                logs[i][t] = logs[i][t - 1] + 0.03 * (0.8 * market + 0.6 * random.nextGaussian());
            }
        }
        var forecaster = BaselineForecaster.of(Baseline.Method.NAIVE, 1).calibratedIntervals();
        var coins = Arrays.stream(logs)
                .map(log -> DailySeries.of(
                        LocalDate.of(2023, 1, 1),
                        Arrays.stream(log).map(Math::exp).toArray()))
                .map(series -> new ModelledSeries(forecaster.fit(series), series))
                .toList();
        var simulator = PathSimulator.of(coins);

        double plain = milliseconds(PathsTime::plain);
        double paths = milliseconds(() -> simulate(simulator));
        double learning = milliseconds(() -> learn(coins));
        System.out.printf(
                Locale.ROOT,
                "%,d paths x %d days x %d coins: %.0f ms of one core, %.2f times the plain simulation (%.0f ms);%n"
                        + "learning from %d days of each once: %.0f ms%n",
                PATHS,
                HORIZON,
                COINS,
                paths,
                paths / plain,
                plain,
                HISTORY,
                learning);
    }

    private static double plain() {
        var random = new Random(2);
        double sum = 0;
        for (int i = 0; i < COINS; i++) {
            var prices = new double[HORIZON][PATHS];
            for (int p = 0; p < PATHS; p++) {
                double log = 0;
                for (int h = 0; h < HORIZON; h++) {
                    log += 0.03 * random.nextGaussian();
                    prices[h][p] = 100 * Math.exp(log);
                }
            }
            sum += prices[HORIZON - 1][0];
        }
        return sum;
    }

    private static double simulate(PathSimulator simulator) {
        var paths = simulator.simulate(HORIZON, PATHS, 3);
        return IntStream.range(0, COINS)
                .mapToDouble(i -> paths.prices(i)[HORIZON - 1][0])
                .sum();
    }

    private static double learn(List<ModelledSeries> coins) {
        return PathSimulator.of(coins).size();
    }

    private static double milliseconds(DoubleSupplier work) {
        var threads = ManagementFactory.getThreadMXBean();
        double sum = 0;
        for (int i = 0; i < WARM; i++) {
            sum += work.getAsDouble();
        }
        long from = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < ROUNDS; i++) {
            sum += work.getAsDouble();
        }
        long time = threads.getCurrentThreadCpuTime() - from;
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("not a number");
        }
        return time / 1e6 / ROUNDS;
    }
}
