package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.GaussianQuantile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Quantiles of absolute errors divided by their expected size, by horizon. A few quantiles are stored; between them,
 * the log quantile is linear in the log normal deviate, and between horizons linear in the log horizon. Below the
 * smallest quantile the slope is 1, so that the density at the centre is finite; above the largest, the last line
 * continues. Immutable.
 */
final class Tails {

    /** Coverages of the stored quantiles. */
    static final double[] COVERAGES = {0.5, 0.8, 0.95, 0.99};

    /** Horizons of the stored quantiles, as far as the series supports them. */
    private static final int[] HORIZONS = {1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90};

    /** Logarithms of the normal deviates of the coverages. */
    private static final double[] DEVIATES = Arrays.stream(COVERAGES)
            .map(coverage -> Math.log(GaussianQuantile.of(0.5 + coverage / 2)))
            .toArray();

    // Log quantiles at horizon 1, and their growth with the log horizon, measured on daily prices of coins and stock
    // indices from 1985 to 2026; see docs/forecast-quality.md.
    private static final double[] AT_ONE_DAY = {-0.30, 0.44, 1.02, 1.48};
    private static final double[] GROWTH = {0.055, 0.043, 0.022, 0.011};
    private static final int LONGEST_GROWTH = 90;

    /** Minimum slope between neighbouring quantiles, in log quantiles per log deviate. */
    private static final double LEAST_SLOPE = 0.25;

    /**
     * Number of independent errors at which a series' own quantile and the usual one have equal weight, by coverage.
     */
    private static final double[] WORTH = {30, 50, 50, 200};

    private static final double WORTH_POOLED = 150;

    /** Minimum number of independent errors for a horizon to have quantiles of its own. */
    private static final int FEWEST = 8;

    /** Quantiles of prices in general, including their growth beyond the longest horizon. */
    static final Tails USUAL = usual();

    /** Log quantiles, {@code [horizon][coverage]}; never empty. */
    private final double[][] quantiles;

    Tails(double[][] quantiles) {
        this.quantiles = quantiles;
        if (quantiles.length == 0 || quantiles.length > HORIZONS.length) {
            throw new IllegalArgumentException("quantiles of " + quantiles.length + " horizons");
        }
        for (double[] row : quantiles) {
            for (int k = 0; k < COVERAGES.length; k++) {
                if (!Double.isFinite(row[k]) || k > 0 && row[k] <= row[k - 1]) {
                    throw new IllegalArgumentException("quantiles must rise with the coverage");
                }
            }
        }
    }

    /** Horizons supported by a number of innovations, at least the first. */
    static int[] horizons(int innovations) {
        return Arrays.stream(HORIZONS)
                .filter(h -> h == 1 || h * FEWEST <= innovations)
                .toArray();
    }

    private static Tails usual() {
        var quantiles = new double[HORIZONS.length][COVERAGES.length];
        for (int g = 0; g < HORIZONS.length; g++) {
            for (int k = 0; k < COVERAGES.length; k++) {
                quantiles[g][k] = usual(HORIZONS[g], k);
            }
        }
        return new Tails(quantiles);
    }

    /**
     * Quantiles of errors, shrunk toward others if the errors are few.
     *
     * @param errors absolute errors divided by their expected sizes, {@code [horizon][i]}, for {@link #horizons} in
     *     order
     * @param others quantiles of all horizons; if they are {@link #USUAL}, only the horizons of the errors are kept
     */
    static Tails of(double[][] errors, Tails others) {
        int horizons = errors.length;
        var own = new double[horizons][COVERAGES.length];
        var pooled = new double[COVERAGES.length];
        double weights = 0;
        for (int g = 0; g < horizons; g++) {
            double weight = Math.sqrt(independent(errors, g));
            weights += weight;
            double[] sorted = errors[g].clone();
            Arrays.sort(sorted);
            for (int k = 0; k < COVERAGES.length; k++) {
                own[g][k] = sorted.length == 0 ? 0 : logQuantile(sorted, COVERAGES[k]) - others.quantiles[g][k];
                pooled[k] += weight * own[g][k];
            }
        }
        double all = errors[0].length;
        double common = all / (all + WORTH_POOLED) / Math.max(weights, 1);
        var quantiles = new double[others == USUAL ? horizons : HORIZONS.length][COVERAGES.length];
        for (int g = 0; g < quantiles.length; g++) {
            double independent = g < horizons ? independent(errors, g) : 0;
            for (int k = 0; k < COVERAGES.length; k++) {
                double share = independent / (independent + WORTH[k]);
                double deviation = share * (g < horizons ? own[g][k] : 0) + (1 - share) * common * pooled[k];
                quantiles[g][k] = others.quantiles[g][k] + deviation;
                if (k > 0) {
                    double least = quantiles[g][k - 1] + LEAST_SLOPE * (DEVIATES[k] - DEVIATES[k - 1]);
                    quantiles[g][k] = Math.max(quantiles[g][k], least);
                }
            }
        }
        return new Tails(quantiles);
    }

    private static double independent(double[][] errors, int g) {
        return (double) errors[g].length / HORIZONS[g];
    }

    /** Logarithm of the quantile by linear interpolation, R's type 7; finite even if nearly all errors are zero. */
    private static double logQuantile(double[] sorted, double coverage) {
        double position = coverage * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double quantile = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        return Math.log(Math.max(quantile, 0.05));
    }

    private static double usual(int horizon, int k) {
        return AT_ONE_DAY[k] + GROWTH[k] * Math.log(Math.min(horizon, LONGEST_GROWTH));
    }

    /** Weighted mean of these quantiles with weight {@code share} and others with the rest. */
    Tails drawn(double share, Tails others) {
        var drawn = new double[others.quantiles.length][COVERAGES.length];
        for (int g = 0; g < drawn.length; g++) {
            double[] own = at(HORIZONS[g]);
            for (int k = 0; k < COVERAGES.length; k++) {
                drawn[g][k] = share * own[k] + (1 - share) * others.quantiles[g][k];
            }
        }
        return new Tails(drawn);
    }

    /** {@code [horizon][coverage]}, shared. */
    double[][] quantiles() {
        return quantiles;
    }

    /** The longest stored horizon. */
    int longest() {
        return HORIZONS[quantiles.length - 1];
    }

    /** Log quantiles at a horizon, by coverage. */
    private double[] at(int horizon) {
        int last = quantiles.length - 1;
        int g = Arrays.binarySearch(HORIZONS, 0, quantiles.length, horizon);
        if (g >= 0) {
            return quantiles[g];
        }
        var result = new double[COVERAGES.length];
        if (horizon > HORIZONS[last]) {
            for (int k = 0; k < result.length; k++) {
                result[k] = quantiles[last][k] + usual(horizon, k) - usual(HORIZONS[last], k);
            }
            return result;
        }
        int next = -g - 1;
        double share = Math.log((double) horizon / HORIZONS[next - 1])
                / Math.log((double) HORIZONS[next] / HORIZONS[next - 1]);
        for (int k = 0; k < result.length; k++) {
            result[k] = quantiles[next - 1][k] + share * (quantiles[next][k] - quantiles[next - 1][k]);
        }
        return result;
    }

    /** The quantile at a horizon, positive, for the coverage with normal deviate {@code z}. */
    double quantile(int horizon, double z) {
        double x = Math.log(z);
        double[] y = at(horizon);
        if (x <= DEVIATES[0]) {
            return Math.exp(y[0] + x - DEVIATES[0]);
        }
        int k = 1;
        while (k < DEVIATES.length - 1 && x > DEVIATES[k]) {
            k++;
        }
        return Math.exp(y[k - 1] + (x - DEVIATES[k - 1]) * slope(y, k));
    }

    /** The normal deviate at a horizon for which the quantile has a value: the inverse of {@link #quantile}. */
    double deviate(int horizon, double quantile) {
        double value = Math.log(quantile);
        double[] y = at(horizon);
        if (value <= y[0]) {
            return Math.exp(DEVIATES[0] + value - y[0]);
        }
        int k = 1;
        while (k < DEVIATES.length - 1 && value > y[k]) {
            k++;
        }
        return Math.exp(DEVIATES[k - 1] + (value - y[k - 1]) / slope(y, k));
    }

    private static double slope(double[] y, int k) {
        return (y[k] - y[k - 1]) / (DEVIATES[k] - DEVIATES[k - 1]);
    }

    void write(ByteBuffer buffer) {
        buffer.put((byte) quantiles.length);
        for (double[] row : quantiles) {
            for (double quantile : row) {
                buffer.putDouble(quantile);
            }
        }
    }

    static Tails read(ByteBuffer buffer) {
        var quantiles = new double[buffer.get()][COVERAGES.length];
        for (double[] row : quantiles) {
            for (int k = 0; k < row.length; k++) {
                row[k] = buffer.getDouble();
            }
        }
        return new Tails(quantiles);
    }
}
