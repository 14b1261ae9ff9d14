package dev.ecoin.forecasting.decomposition;

import java.util.Arrays;

/**
 * Seasonal-trend decomposition by local regression (Cleveland, Cleveland, McRae and Terpenning 1990, "STL: A
 * Seasonal-Trend Decomposition Procedure Based on Loess", Journal of Official Statistics 6), with the seasonal degree,
 * the windows and the loops of R's {@code stl}. Regressions skip missing values, as in section 3.6 of that paper.
 *
 * @param period points in a season, at least 2
 * @param seasonalWindow number of periods that the seasonal pattern is smoothed over, odd; the larger, the slower the
 *     pattern may change
 * @param robust whether to down-weight values far from the fit, so that a jump affects neither trend nor pattern
 */
public record Stl(int period, int seasonalWindow, boolean robust) {

    private static final int INNER_LOOPS = 2;
    private static final int INNER_LOOPS_IF_ROBUST = 1;
    private static final int OUTER_LOOPS_IF_ROBUST = 15;
    private static final int CONSTANT = 0;
    private static final int LINE = 1;

    /**
     * @throws IllegalArgumentException if the period is less than 2, or the window even or less than 7
     */
    public Stl {
        if (period < 2) {
            throw new IllegalArgumentException("period must be at least 2, not " + period);
        }
        if (seasonalWindow < 7 || seasonalWindow % 2 == 0) {
            throw new IllegalArgumentException("seasonal window must be odd and at least 7, not " + seasonalWindow);
        }
    }

    /**
     * Decomposes a series. The components add up to its values, up to rounding. A series of less than two periods gets
     * a seasonal pattern of zero.
     *
     * @param values equally spaced, NaN where missing, at least one present
     * @throws IllegalArgumentException if all are missing
     */
    public Components decompose(double[] values) {
        int n = values.length;
        if (Arrays.stream(values).allMatch(Double::isNaN)) {
            throw new IllegalArgumentException("no value to decompose");
        }
        var trend = new double[n];
        var seasonal = new double[n];
        double[] weights = null;
        int outer = robust ? OUTER_LOOPS_IF_ROBUST : 0;
        for (int loop = 0; ; loop++) {
            for (int inner = 0; inner < (robust ? INNER_LOOPS_IF_ROBUST : INNER_LOOPS); inner++) {
                if (n >= 2 * period) {
                    seasonal = seasonal(difference(values, trend), weights);
                }
                trend = new Loess(trendWindow(), LINE, difference(values, seasonal), weights).smooth();
            }
            double[] remainder = difference(difference(values, seasonal), trend);
            if (loop == outer) {
                return new Components(trend, seasonal, remainder);
            }
            weights = robustness(remainder);
        }
    }

    private int trendWindow() {
        return odd((int) Math.ceil(1.5 * period / (1 - 1.5 / seasonalWindow)));
    }

    private static int odd(int window) {
        return window % 2 == 0 ? window + 1 : window;
    }

    /** Each phase smoothed over the periods, minus the slow part of the result. */
    private double[] seasonal(double[] detrended, double[] weights) {
        double[] cycles = smoothCycles(detrended, weights);
        double[] slow =
                new Loess(odd(period), LINE, average(average(average(cycles, period), period), 3), null).smooth();
        return difference(Arrays.copyOfRange(cycles, period, period + slow.length), slow);
    }

    /** Smooths each cycle-subseries and extends it by one value at either end. */
    private double[] smoothCycles(double[] values, double[] weights) {
        var result = new double[values.length + 2 * period];
        Arrays.fill(result, Double.NaN);
        for (int phase = 0; phase < period; phase++) {
            double[] cycle = phase(values, phase);
            var loess = new Loess(seasonalWindow, CONSTANT, cycle, weights == null ? null : phase(weights, phase));
            if (loess.isEmpty()) {
                continue;
            }
            double[] smooth = loess.smooth();
            result[phase] = orElse(loess.at(-1), smooth[0]);
            for (int i = 0; i < cycle.length; i++) {
                result[phase + (i + 1) * period] = smooth[i];
            }
            result[phase + (cycle.length + 1) * period] = orElse(loess.at(cycle.length), smooth[cycle.length - 1]);
        }
        // A phase that was never observed takes the value of its neighbour.
        for (int i = 1; i < result.length; i++) {
            result[i] = orElse(result[i], result[i - 1]);
        }
        for (int i = result.length - 2; i >= 0; i--) {
            result[i] = orElse(result[i], result[i + 1]);
        }
        return result;
    }

    private static double orElse(double value, double substitute) {
        return Double.isNaN(value) ? substitute : value;
    }

    private double[] phase(double[] values, int phase) {
        var cycle = new double[(values.length - phase + period - 1) / period];
        for (int i = 0; i < cycle.length; i++) {
            cycle[i] = values[phase + i * period];
        }
        return cycle;
    }

    private static double[] average(double[] values, int window) {
        var result = new double[values.length - window + 1];
        double sum = 0;
        for (int t = 0; t < values.length; t++) {
            sum += values[t];
            if (t >= window) {
                sum -= values[t - window];
            }
            if (t >= window - 1) {
                result[t - window + 1] = sum / window;
            }
        }
        return result;
    }

    /** Bisquare weights: 1 for a value on the fit, 0 from six median absolute remainders on. */
    private static double[] robustness(double[] remainder) {
        double[] sizes = Arrays.stream(remainder)
                .filter(value -> !Double.isNaN(value))
                .map(Math::abs)
                .sorted()
                .toArray();
        double bound = 3 * (sizes[(sizes.length - 1) / 2] + sizes[sizes.length / 2]);
        var weights = new double[remainder.length];
        for (int i = 0; i < weights.length; i++) {
            double size = Math.abs(remainder[i]);
            double relative = size / bound;
            weights[i] = size <= 0.001 * bound
                    ? 1
                    : size <= 0.999 * bound ? (1 - relative * relative) * (1 - relative * relative) : 0;
        }
        return weights;
    }

    private static double[] difference(double[] minuend, double[] subtrahend) {
        var result = new double[minuend.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = minuend[i] - subtrahend[i];
        }
        return result;
    }
}
