package dev.ecoin.forecasting.paths;

import java.util.stream.IntStream;

/**
 * Pairwise correlations between series of standardised moves, each over the days that both series have. In the shrunk
 * matrix, a pair's correlation is shrunk toward the mean of all pairs with weight 20 / (n + 20) for n common days
 * (constant-correlation target: Ledoit and Wolf 2004, Honey, I shrunk the sample covariance matrix).
 */
final class Correlations {

    /** Number of common days at which a pair's own correlation and the mean have equal weight. */
    private static final double WORTH = 20;

    /** Minimum number of common days for a pair to have an estimate. */
    private static final int FEWEST = 30;

    /** The mean if no pair has an estimate. */
    private static final double USUAL = 0.5;

    private static final double HIGHEST = 0.95;
    private static final double LEAST_PIVOT = 1e-6;
    private static final double NO_PIVOT = 1e-12;
    private static final int STEPS = 20;

    private final double[][] own;
    private final int[][] days;
    private final double mean;

    /**
     * @param moves {@code [series][day]}, NaN where missing
     */
    Correlations(double[][] moves) {
        int size = moves.length;
        own = new double[size][size];
        days = new int[size][size];
        double weights = 0;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                days[i][j] = common(moves[i], moves[j]);
                if (days[i][j] >= FEWEST) {
                    own[i][j] = correlation(moves[i], moves[j], days[i][j]);
                    weights += days[i][j];
                    sum += days[i][j] * own[i][j];
                } else {
                    days[i][j] = 0;
                }
            }
        }
        mean = weights == 0 ? USUAL : Math.max(0, Math.min(HIGHEST, sum / weights));
    }

    /** The measured correlations, made positive definite. */
    double[][] measured() {
        return matrix(0);
    }

    /** The correlations shrunk toward their mean. */
    double[][] shrunk() {
        return matrix(WORTH);
    }

    private double[][] matrix(double worth) {
        var matrix = new double[own.length][own.length];
        for (int i = 0; i < own.length; i++) {
            matrix[i][i] = 1;
            for (int j = 0; j < i; j++) {
                int n = days[i][j];
                matrix[i][j] = n == 0 ? mean : (n * own[i][j] + worth * mean) / (n + worth);
                matrix[j][i] = matrix[i][j];
            }
        }
        return positiveDefinite(matrix, mean);
    }

    /** Correlations of complete series of equal length. */
    static double[][] of(double[][] values) {
        int size = values.length;
        var matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            matrix[i][i] = 1;
            for (int j = 0; j < i; j++) {
                matrix[i][j] = correlation(values[i], values[j], values[i].length);
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

    private static int common(double[] a, double[] b) {
        int count = 0;
        for (int t = 0; t < a.length; t++) {
            count += Double.isNaN(a[t] + b[t]) ? 0 : 1;
        }
        return count;
    }

    private static double correlation(double[] a, double[] b, int count) {
        double meanA = 0;
        double meanB = 0;
        for (int t = 0; t < a.length; t++) {
            if (!Double.isNaN(a[t] + b[t])) {
                meanA += a[t] / count;
                meanB += b[t] / count;
            }
        }
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        for (int t = 0; t < a.length; t++) {
            if (!Double.isNaN(a[t] + b[t])) {
                squaresA += (a[t] - meanA) * (a[t] - meanA);
                squaresB += (b[t] - meanB) * (b[t] - meanB);
                products += (a[t] - meanA) * (b[t] - meanB);
            }
        }
        return squaresA > 0 && squaresB > 0 ? products / Math.sqrt(squaresA * squaresB) : 0;
    }

    /**
     * Pairwise estimates over different days may not be positive definite: mixes in the smallest sufficient share of
     * the mean.
     */
    static double[][] positiveDefinite(double[][] matrix, double mean) {
        int size = matrix.length;
        double[][] result = matrix;
        for (int step = 1; smallestPivot(result) < LEAST_PIVOT && step <= STEPS; step++) {
            double share = (double) step / STEPS;
            result = new double[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    result[i][j] = i == j ? 1 : (1 - share) * matrix[i][j] + share * mean;
                }
            }
        }
        return result;
    }

    /** The mean over all pairs with an estimate. */
    double mean() {
        return mean;
    }

    private static double smallestPivot(double[][] matrix) {
        double[][] factor = factor(matrix, IntStream.range(0, matrix.length).toArray());
        return IntStream.range(0, matrix.length)
                .mapToDouble(i -> factor[i][i] * factor[i][i])
                .min()
                .orElseThrow();
    }

    /** Lower Cholesky factor of a matrix with its rows and columns permuted by {@code order}; pivots are positive. */
    static double[][] factor(double[][] matrix, int[] order) {
        int size = order.length;
        var factor = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[order[i]][order[j]];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(Math.max(sum, NO_PIVOT)) : sum / factor[j][j];
            }
        }
        return factor;
    }
}
