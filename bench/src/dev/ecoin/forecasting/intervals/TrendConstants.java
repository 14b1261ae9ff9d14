package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.evaluation.PriceFile;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.store.R064Store;

/**
 * Estimates the constants of {@link Trend} from the daily prices of any coins, and prints them as its source has them.
 *
 * <p>For every day of a coin with 120 returns before it and the next h after it, y is the mean absolute return of those,
 * divided by the size expected of them, at most 12; mu = exp(b.x) with x = 1, the trends and their absolute values. The
 * constants minimise sum(y / mu + log mu), a quasi-likelihood that holds for any distribution of y with mean mu, plus a
 * hundredth of the sum of squared constants; by Newton's method.
 */
final class TrendConstants {

    private static final int FEWEST = 120;
    private static final double LARGEST = 12;
    private static final double RIDGE = 0.01;
    private static final int ITERATIONS = 50;
    private static final int[] HORIZONS = {1, 3, 7, 14, 30};
    private static final int SIZE = 7;

    private record Case(double[] x, double y) {}

    private TrendConstants() {}

    public static void main(String[] arguments) throws IOException {
        var coins = PriceFile.read(Path.of(arguments[0]));
        var cases = new ArrayList<List<Case>>();
        for (int h : HORIZONS) {
            var ofHorizon = new ArrayList<Case>();
            coins.values().forEach(series -> add(ofHorizon, series, h));
            cases.add(ofHorizon);
        }
        if (cases.get(0).isEmpty()) {
            throw new IllegalArgumentException("no coin of " + arguments[0] + " has " + FEWEST + " returns and one more");
        }
        System.out.println("// " + String.join(", ", coins.keySet()) + "; "
                + cases.get(0).size() + " coin-days. Horizon: T8, T40, T120, |T8|, |T40|, |T120| (level)");
        for (int g = 0; g < HORIZONS.length; g++) {
            double[] b = fit(cases.get(g));
            System.out.println(format(b, 1) + String.format(Locale.ROOT, " // %d (%.4f)", HORIZONS[g], b[0]));
        }
        var means = new double[SIZE];
        for (Case each : cases.get(0)) {
            for (int k = 0; k < SIZE; k++) {
                means[k] += each.x[k] / cases.get(0).size();
            }
        }
        System.out.println("MEANS = " + format(means, 1));
    }

    private static void add(List<Case> cases, DailySeries series, int h) {
        double[] logs = Transform.LOG.apply(series.values());
        int n = logs.length - 1;
        var returns = new double[n];
        var days = new DayOfWeek[n];
        for (int t = 0; t < n; t++) {
            returns[t] = logs[t + 1] - logs[t];
            days[t] = series.start().plusDays(t + 1L).getDayOfWeek();
        }
        int[] observed = IntStream.range(0, n)
                .filter(t -> !Double.isNaN(returns[t]))
                .toArray();
        double[] present = Arrays.stream(observed).mapToDouble(t -> returns[t]).toArray();
        DayOfWeek[] their = Arrays.stream(observed).mapToObj(t -> days[t]).toArray(DayOfWeek[]::new);
        var sizes = ExpectedSizes.of(present, their, PastErrors.warmUp(present.length), present.length);
        Trend trend = Trend.NONE;
        for (int t = 0; t + h <= present.length; t++) {
            if (t >= FEWEST) {
                double[] trends = trend.trends();
                var x = new double[SIZE];
                x[0] = 1;
                for (int k = 0; k < trends.length; k++) {
                    x[1 + k] = trends[k];
                    x[1 + trends.length + k] = Math.abs(trends[k]);
                }
                double expected = sizes.ahead(t, h, Method.CONDITIONAL)[h - 1];
                double size = Arrays.stream(present, t, t + h).map(Math::abs).average().orElseThrow();
                cases.add(new Case(x, Math.min(LARGEST, size / expected)));
            }
            trend = trend.next(present[t] / sizes.weekdays().on(their[t]));
        }
    }

    private static double[] fit(List<Case> cases) {
        var b = new double[SIZE];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            var gradient = R064Store.FACTORY.make(SIZE, 1);
            var hessian = R064Store.FACTORY.make(SIZE, SIZE);
            for (int i = 0; i < SIZE; i++) {
                gradient.set(i, 0, RIDGE * b[i]);
                hessian.set(i, i, RIDGE);
            }
            for (Case each : cases) {
                double logMean = 0;
                for (int i = 0; i < SIZE; i++) {
                    logMean += b[i] * each.x[i];
                }
                double ratio = each.y * Math.exp(-logMean);
                for (int i = 0; i < SIZE; i++) {
                    gradient.add(i, 0, (1 - ratio) * each.x[i]);
                    for (int j = 0; j < SIZE; j++) {
                        hessian.add(i, j, ratio * each.x[i] * each.x[j]);
                    }
                }
            }
            var cholesky = Cholesky.R064.make(hessian);
            cholesky.decompose(hessian);
            var step = cholesky.getSolution(gradient);
            double largest = 0;
            for (int i = 0; i < SIZE; i++) {
                b[i] -= step.doubleValue(i, 0);
                largest = Math.max(largest, Math.abs(step.doubleValue(i, 0)));
            }
            if (largest < 1e-10) {
                return b;
            }
        }
        throw new IllegalStateException("no minimum after " + ITERATIONS + " iterations");
    }

    private static String format(double[] values, int from) {
        var text = new StringBuilder("{");
        for (int i = from; i < values.length; i++) {
            text.append(i > from ? ", " : "").append(String.format(Locale.ROOT, "%.4f", values[i]));
        }
        return text.append("},").toString();
    }
}
