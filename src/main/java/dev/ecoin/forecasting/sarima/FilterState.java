package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * Filtered state of a {@link StateSpace} after the latest observation, with the covariance in units of sigma2. Elements
 * without uncertainty, such as all of them after a long series without gaps, store no covariance. Immutable by
 * convention inside the package.
 */
record FilterState(double[] mean, double[] packed, int[] uncertain) {

    /** A variance below this, in units of the innovation variance, has no visible effect on forecasts. */
    private static final double NEGLIGIBLE = 1e-13;

    static FilterState of(double[] mean, double[] covariance) {
        int n = mean.length;
        var uncertain = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (covariance[i * n + i] > NEGLIGIBLE) {
                uncertain[count++] = i;
            }
        }
        var packed = new double[count * (count + 1) / 2];
        int at = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                int a = uncertain[i];
                int b = uncertain[j];
                packed[at++] = 0.5 * (covariance[a * n + b] + covariance[b * n + a]);
            }
        }
        return new FilterState(mean, packed, Arrays.copyOf(uncertain, count));
    }

    boolean hasCovariance() {
        return uncertain.length > 0;
    }

    /** The full matrix, row by row. */
    double[] covariance() {
        int n = mean.length;
        var covariance = new double[n * n];
        int at = 0;
        for (int i = 0; i < uncertain.length; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[uncertain[i] * n + uncertain[j]] = packed[at];
                covariance[uncertain[j] * n + uncertain[i]] = packed[at];
                at++;
            }
        }
        return covariance;
    }

    /** Variance of a row vector's product with the state. */
    double variance(double[] row) {
        double sum = 0;
        int at = 0;
        for (int i = 0; i < uncertain.length; i++) {
            double half = 0;
            double left = row[uncertain[i]];
            for (int j = 0; j < i; j++) {
                half += packed[at++] * row[uncertain[j]];
            }
            sum += left * (2 * half + packed[at++] * left);
        }
        return Math.max(0, sum);
    }
}
