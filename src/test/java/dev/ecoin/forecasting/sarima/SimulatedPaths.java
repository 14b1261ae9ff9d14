package dev.ecoin.forecasting.sarima;

import java.util.Random;

/** Sample paths of a process without a constant; innovations and the state's uncertainty are normal. */
final class SimulatedPaths {

    private static final double NEGLIGIBLE = 1e-13;

    private SimulatedPaths() {}

    /** {@code [path][step]}; the same seed gives the same paths. */
    static double[][] of(Sarima process, int horizon, int paths, long seed) {
        var random = new Random(seed);
        var space = process.space();
        FilterState state = process.state();
        double[][] factor = factor(state);
        double sigma = Math.sqrt(process.sigma2());
        var result = new double[paths][horizon];
        for (double[] path : result) {
            double[] a = state.mean().clone();
            for (double[] column : factor) {
                double draw = sigma * random.nextGaussian();
                for (int i = 0; i < column.length; i++) {
                    a[state.uncertain()[i]] += draw * column[i];
                }
            }
            for (int h = 0; h < horizon; h++) {
                space.predictMean(a);
                space.disturb(a, sigma * random.nextGaussian());
                path[h] = space.observe(a);
            }
        }
        return result;
    }

    /**
     * Columns whose outer products add up to the covariance of the uncertain elements: Cholesky, skipping singular
     * pivots.
     */
    private static double[][] factor(FilterState state) {
        int n = state.uncertain().length;
        double[] packed = state.packed();
        var columns = new double[n][n];
        for (int j = 0; j < n; j++) {
            double pivot = 0;
            for (int i = j; i < n; i++) {
                double sum = packed[i * (i + 1) / 2 + j];
                for (int k = 0; k < j; k++) {
                    sum -= columns[k][i] * columns[k][j];
                }
                if (i == j) {
                    pivot = sum > NEGLIGIBLE ? Math.sqrt(sum) : 0;
                    columns[j][j] = pivot;
                } else {
                    columns[j][i] = pivot > 0 ? sum / pivot : 0;
                }
            }
        }
        return columns;
    }
}
