package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.series.SeriesException;
import java.util.Arrays;
import java.util.List;

/**
 * Tests whether a selected order forecasts clearly better than the random walk: fits it to the older half of the series
 * and advances it over the newer half, with forecasts from origins there. Prices are so close to a random walk that the
 * lowest of many AICc values is mostly chance, and changing volatility makes AICc prefer orders that forecast no
 * better.
 */
final class RandomWalkTrial {

    /** Shorter series have too few origins for a reliable result; AICc decides too. */
    static final int FEWEST_OBSERVATIONS = 150;

    private static final int HORIZON = 7;
    private static final int ORIGINS = 400;

    /** Number of blocks of neighbouring origins. With this many, the block means are nearly independent. */
    private static final int BLOCKS = 12;

    /**
     * Minimum relative gain in absolute error; one step ahead it must also be CLEAR_STANDARD_ERRORS standard errors.
     */
    private static final double CLEAR_GAIN = 0.005;

    private static final double CLEAR_STANDARD_ERRORS = 3;

    /** Relative gain over all horizons that a random walk rarely produces by chance, but a season or a mean does. */
    private static final double LARGE_GAIN = 0.05;

    /** Minimum product of a large gain and its number of standard errors: 5% needs 4, 10% needs 2, 20% needs 1. */
    private static final double LARGE_GAIN_BY_STANDARD_ERRORS = 0.2;

    /** Advantage in AICc with which a large gain needs no standard errors. */
    private static final double DECISIVELY_LOWER = 10;

    /**
     * The same for a process with a mean: 1% of random walks have this advantage in AIC over the walk, where twice the
     * log likelihood ratio is 12.9 (Dickey and Fuller 1981, phi 1).
     */
    private static final double DECISIVELY_RETURNING = 8.9;

    private RandomWalkTrial() {}

    /**
     * Whether the model beats the last value in either of two ways. One: absolute errors one step ahead, where chance
     * matters least, are clearly smaller, and those of 1 to 7 steps are smaller on average. Two: errors of 1 to 7 steps
     * are so much smaller that a few standard errors or a much lower AICc suffice. Seasons and mean reversion show more
     * over seven steps than over one.
     *
     * @param values on the model's scale, NaN where missing
     * @param winner fitted to all values; the fit to the older half starts from its parameters
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
        var better = new double[HORIZON][count];
        double[][] means = process.means(Arrays.copyOfRange(values, middle, values.length), step, count, HORIZON);
        for (int i = 0; i < count; i++) {
            int at = middle + i * step;
            double last = lastObserved(values, at);
            double[] mean = means[i];
            for (int h = 0; h < HORIZON; h++) {
                double value = values[at + h];
                if (!Double.isNaN(value)) {
                    better[h][i] = Math.abs(value - last) - Math.abs(value - mean[h]);
                    walk[h] += Math.abs(value - last);
                    gain[h] += better[h][i];
                }
            }
        }
        double relative = 0;
        var relatives = new double[count];
        for (int h = 0; h < HORIZON; h++) {
            if (walk[h] > 0) {
                relative += gain[h] / walk[h] / HORIZON;
                for (int i = 0; i < count; i++) {
                    relatives[i] += better[h][i] / walk[h] / HORIZON;
                }
            }
        }
        boolean nextIsClear = relative > CLEAR_GAIN
                && gain[0] > CLEAR_GAIN * walk[0]
                && gain[0] > CLEAR_STANDARD_ERRORS * standardError(better[0]);
        return nextIsClear
                || relative > LARGE_GAIN
                        && (relative * relative > LARGE_GAIN_BY_STANDARD_ERRORS * standardError(relatives)
                                || isDecisive(advantage(values, winner), winner));
    }

    private static boolean isDecisive(double advantage, Sarima winner) {
        return advantage > (winner.order().differenced() == 0 ? DECISIVELY_RETURNING : DECISIVELY_LOWER);
    }

    /**
     * Advantage of a process over the random walk in AICc. Both likelihoods cover the same observations: all but the
     * first, or all but those lost to the process's own differencing.
     *
     * @param values on the model's scale, NaN where missing
     */
    static double advantage(double[] values, Sarima process) {
        double squares = 0;
        double logs = 0;
        int counted = 0;
        int first = 0;
        while (Double.isNaN(values[first])) {
            first++;
        }
        int last = first;
        int skipped = Math.max(1, process.order().differenced());
        for (int t = first + 1, observed = 1; t < values.length; t++) {
            if (Double.isNaN(values[t])) {
                continue;
            }
            if (observed++ >= skipped) {
                double change = values[t] - values[last];
                squares += change * change / (t - last);
                logs += Math.log(t - last);
                counted++;
            }
            last = t;
        }
        double walk = counted * (1 + Math.log(2 * Math.PI * squares / counted)) + logs + 2 + 4.0 / (counted - 2);
        double own = process.order().differenced() > 0
                ? process.aicc()
                : process.aicc() + 2 * process.stationaryLogDensity(values[first], first + 1L);
        return walk - own;
    }

    private static Sarima fit(double[] older, Sarima winner) {
        SarimaOrder order = winner.order();
        double[] factors = Arrays.copyOf(winner.estimate().coefficients(), order.coefficients());
        var estimator = new SarimaEstimator(older, order, winner.constant());
        SarimaEstimator.Optimum near = estimator.admissible(List.of(factors), false);
        // Roots that are admissible for the whole series may be too close to the unit circle for half of it.
        return near == null ? estimator.fit() : estimator.at(near);
    }

    /** Standard error of the sum of values that may be autocorrelated. */
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
