package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.series.SeriesException;
import java.util.Arrays;

/**
 * Whether a selected order forecasts clearly better than the random walk: fitted to the older half of the series, it is
 * advanced over the newer half and forecasts from origins in it. Prices are so near to a random walk that the lowest of
 * many AICc is mostly luck.
 */
final class RandomWalkTrial {

    /** Shorter series leave too few origins to tell; AICc alone decides there. */
    static final int FEWEST_OBSERVATIONS = 200;

    private static final int HORIZON = 14;
    private static final int ORIGINS = 120;

    /** Means of so many neighbouring origins are nearly independent of each other. */
    private static final int BLOCKS = 12;

    /** Mean gain in absolute error, and in its standard errors, that is clear. */
    private static final double CLEAR_GAIN = 0.005;

    private static final double CLEAR_STANDARD_ERRORS = 2.5;

    private RandomWalkTrial() {}

    /**
     * Whether the mean absolute errors of 1 to 14 steps ahead are clearly below those of the last value.
     *
     * @param values on the model's scale, NaN where missing
     */
    static boolean isBeaten(double[] values, SarimaOrder order, Constant constant) {
        int middle = values.length / 2;
        Sarima process;
        try {
            process = Sarima.fit(Arrays.copyOf(values, middle), order, constant);
        } catch (SeriesException e) {
            return false;
        }
        int origins = values.length - middle - HORIZON + 1;
        int step = Math.max(1, origins / ORIGINS);
        int count = origins / step;
        var walk = new double[HORIZON];
        var gains = new double[count][HORIZON];
        double last = lastObserved(values, middle);
        int at = middle;
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                process = process.advance(Arrays.copyOfRange(values, at, at + step));
                at += step;
                last = lastObserved(values, at);
            }
            double[] mean = process.means(HORIZON);
            for (int h = 0; h < HORIZON; h++) {
                double value = values[at + h];
                if (!Double.isNaN(value)) {
                    walk[h] += Math.abs(value - last);
                    gains[i][h] = Math.abs(value - last) - Math.abs(value - mean[h]);
                }
            }
        }
        return isClear(gains, walk);
    }

    /** Whether the gains, every horizon relative to the walk's error at it, are too great for chance. */
    private static boolean isClear(double[][] gains, double[] walk) {
        int count = gains.length;
        var blocks = new double[BLOCKS];
        double mean = 0;
        for (int i = 0; i < count; i++) {
            double gain = 0;
            for (int h = 0; h < HORIZON; h++) {
                gain += walk[h] > 0 ? gains[i][h] * count / walk[h] / HORIZON : 0;
            }
            blocks[i * BLOCKS / count] += gain * BLOCKS / count;
            mean += gain / count;
        }
        double squares = 0;
        for (double block : blocks) {
            squares += (block - mean) * (block - mean);
        }
        double standardError = Math.sqrt(squares / (BLOCKS - 1) / BLOCKS);
        return mean > CLEAR_GAIN && mean > CLEAR_STANDARD_ERRORS * standardError;
    }

    private static double lastObserved(double[] values, int end) {
        int t = end - 1;
        while (t > 0 && Double.isNaN(values[t])) {
            t--;
        }
        return values[t];
    }
}
