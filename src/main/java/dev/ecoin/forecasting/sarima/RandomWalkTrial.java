package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.series.SeriesException;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a selected order forecasts clearly better than the random walk: fitted to the older half of the series, it is
 * advanced over the newer half and forecasts from origins in it. Prices are so near to a random walk that the lowest of
 * many AICc is mostly luck; and changing volatility makes AICc prefer orders that forecast no better.
 */
final class RandomWalkTrial {

    /** Shorter series leave too few origins to tell for certain; AICc decides with it there. */
    static final int FEWEST_OBSERVATIONS = 150;

    private static final int HORIZON = 7;
    private static final int ORIGINS = 400;

    /** Means of so many stretches of neighbouring origins are nearly independent of each other. */
    private static final int BLOCKS = 12;

    /** Relative gain in absolute error that is clear, and for one step ahead that many of its standard errors. */
    private static final double CLEAR_GAIN = 0.005;

    private static final double CLEAR_STANDARD_ERRORS = 3;

    /** Relative gain over all horizons that a random walk hardly ever seems to leave, as a season or a mean does. */
    private static final double LARGE_GAIN = 0.05;

    /** Such a gain times how many of its standard errors it is: 5% at 4, 10% at 2, 20% at 1. */
    private static final double LARGE_GAIN_BY_STANDARD_ERRORS = 0.2;

    /** A difference in AICc beside which such a gain needs no standard errors. */
    private static final double DECISIVELY_LOWER = 10;

    /**
     * The same of a process that returns to a mean: 1% of random walks are that much above one in AIC, where twice the log of
     * the likelihood ratio is 12.9 (Dickey and Fuller 1981, phi 1).
     */
    private static final double DECISIVELY_RETURNING = 8.9;

    private RandomWalkTrial() {}

    /**
     * Whether the absolute errors of one step ahead are clearly below those of the last value, where chance shows least, and
     * those of 1 to 7 steps are below them on average; or whether those of 1 to 7 steps are so far below them that few standard
     * errors or a much lower AICc are evidence enough. Seasons and returns to a mean show more in seven steps than in one.
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
        var better = new double[HORIZON][count];
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
     * By how much a process is below the random walk in AICc. The likelihoods are those of the same observations: all but the
     * first, or as many as the process' own differences use up.
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
