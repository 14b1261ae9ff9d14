package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.series.SeriesException;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a selected order forecasts clearly better than the random walk: fitted to the older half of the series, it is
 * advanced over the newer half and forecasts from origins in it. Prices are so near to a random walk that the lowest of
 * many AICc is mostly luck.
 */
final class RandomWalkTrial {

    /** Shorter series leave too few origins to tell; AICc alone decides there. */
    static final int FEWEST_OBSERVATIONS = 200;

    private static final int HORIZON = 7;
    private static final int ORIGINS = 400;

    /** Means of so many stretches of neighbouring origins are nearly independent of each other. */
    private static final int BLOCKS = 12;

    /** Relative gain in absolute error that is clear, and for one step ahead that many of its standard errors. */
    private static final double CLEAR_GAIN = 0.005;

    private static final double CLEAR_STANDARD_ERRORS = 3;

    private RandomWalkTrial() {}

    /**
     * Whether the absolute errors of one step ahead are clearly below those of the last value, where chance shows least, and
     * those of 1 to 7 steps are well below them on average.
     *
     * @param values on the model's scale, NaN where missing
     * @param winner fitted to all of them; what is fitted to the older half starts from its parameters
     */
    static boolean isBeaten(double[] values, Sarima winner) {
        int middle = values.length / 2;
        Sarima process;
        try {
            process = fit(Arrays.copyOf(values, middle), winner);
        } catch (SeriesException e) {
            return false;
        }
        int origins = values.length - middle - HORIZON + 1;
        int step = Math.max(1, origins / ORIGINS);
        int count = origins / step;
        var walk = new double[HORIZON];
        var gain = new double[HORIZON];
        var next = new double[count];
        for (int i = 0; i < count; i++) {
            int at = middle + i * step;
            if (i > 0) {
                process = process.advance(Arrays.copyOfRange(values, at - step, at));
            }
            double last = lastObserved(values, at);
            double[] mean = process.means(HORIZON);
            for (int h = 0; h < HORIZON; h++) {
                double value = values[at + h];
                if (!Double.isNaN(value)) {
                    double better = Math.abs(value - last) - Math.abs(value - mean[h]);
                    walk[h] += Math.abs(value - last);
                    gain[h] += better;
                    next[i] += h == 0 ? better : 0;
                }
            }
        }
        double relative = 0;
        for (int h = 0; h < HORIZON; h++) {
            relative += walk[h] > 0 ? gain[h] / walk[h] / HORIZON : 0;
        }
        return relative > CLEAR_GAIN
                && gain[0] > CLEAR_GAIN * walk[0]
                && gain[0] > CLEAR_STANDARD_ERRORS * standardError(next);
    }

    private static Sarima fit(double[] older, Sarima winner) {
        SarimaOrder order = winner.order();
        double[] factors = Arrays.copyOf(winner.estimate().coefficients(), order.coefficients());
        var estimator = new SarimaEstimator(older, order, winner.constant());
        Sarima near = estimator.fitAdmissible(List.of(factors), false);
        // Roots that are far enough from the unit circle in the whole series may be too near in a half.
        return near == null ? estimator.fit() : near;
    }

    /** Of the sum of values that may depend on their neighbours. */
    private static double standardError(double[] values) {
        var blocks = new double[BLOCKS];
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            blocks[(int) ((long) i * BLOCKS / values.length)] += values[i];
            mean += values[i] / BLOCKS;
        }
        double squares = 0;
        for (double block : blocks) {
            squares += (block - mean) * (block - mean);
        }
        return Math.sqrt(squares * BLOCKS / (BLOCKS - 1));
    }

    private static double lastObserved(double[] values, int end) {
        int t = end - 1;
        while (t > 0 && Double.isNaN(values[t])) {
            t--;
        }
        return values[t];
    }
}
