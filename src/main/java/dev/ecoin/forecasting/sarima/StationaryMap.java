package dev.ecoin.forecasting.sarima;

/**
 * Unconstrained parameters of a SARMA model: each of the four polynomials is parametrised by its partial
 * autocorrelations (Monahan 1984; Jones 1980), each of them as {@code tanh(x)}, so that every point is stationary and
 * invertible.
 */
final class StationaryMap {

    /** Keeps partial autocorrelations 1e-8 below 1, beyond which autocovariances would be lost to rounding. */
    private static final double LARGEST = 1 - 1e-8;

    private static final double LARGEST_START = 0.97;

    private final int[] counts;
    private final double[][][] tableaux;
    private final double[] scratch;

    StationaryMap(SarimaOrder order) {
        counts = new int[] {order.p(), order.q(), order.P(), order.Q()};
        tableaux = new double[4][][];
        int largest = 0;
        for (int f = 0; f < 4; f++) {
            tableaux[f] = new double[counts[f] + 1][];
            for (int k = 0; k <= counts[f]; k++) {
                tableaux[f][k] = new double[k + 1];
            }
            largest = Math.max(largest, counts[f]);
        }
        scratch = new double[largest + 1];
    }

    private static double sign(int factor) {
        return factor % 2 == 0 ? 1 : -1;
    }

    /** Maps unconstrained parameters to factor coefficients (ar, ma, sar, sma), kept for {@link #pullBack}. */
    void coefficients(double[] x, double[] result) {
        int from = 0;
        for (int f = 0; f < 4; f++) {
            double[][] a = tableaux[f];
            int n = counts[f];
            for (int k = 1; k <= n; k++) {
                double partial = LARGEST * Math.tanh(x[from + k - 1]);
                for (int j = 1; j < k; j++) {
                    a[k][j] = a[k - 1][j] - partial * a[k - 1][k - j];
                }
                a[k][k] = partial;
            }
            for (int k = 1; k <= n; k++) {
                result[from + k - 1] = sign(f) * a[n][k];
            }
            from += n;
        }
    }

    /** Applies the chain rule from the factor coefficients to the unconstrained parameters at the last point mapped. */
    void pullBack(double[] coefficientGradient, double[] gradient) {
        int from = 0;
        for (int f = 0; f < 4; f++) {
            double[][] a = tableaux[f];
            int n = counts[f];
            for (int k = 1; k <= n; k++) {
                scratch[k] = sign(f) * coefficientGradient[from + k - 1];
            }
            for (int k = n; k >= 1; k--) {
                double partial = a[k][k];
                double slope = scratch[k];
                for (int j = 1; j < k; j++) {
                    slope -= scratch[j] * a[k - 1][k - j];
                }
                for (int j = 1, i = k - 1; j <= i; j++, i--) {
                    double left = scratch[j] - partial * scratch[i];
                    double right = scratch[i] - partial * scratch[j];
                    scratch[j] = left;
                    scratch[i] = right;
                }
                double tanh = partial / LARGEST;
                gradient[from + k - 1] = slope * LARGEST * (1 - tanh) * (1 + tanh);
            }
            from += n;
        }
    }

    /**
     * Maps factor coefficients to unconstrained parameters; shrinks polynomials with a root in or near the unit circle.
     */
    double[] parameters(double[] coefficients) {
        var x = new double[coefficients.length];
        int from = 0;
        for (int f = 0; f < 4; f++) {
            int n = counts[f];
            var a = new double[n + 1];
            for (double shrink = 1; ; shrink *= 0.95) {
                double power = 1;
                for (int k = 1; k <= n; k++) {
                    power *= shrink;
                    a[k] = sign(f) * coefficients[from + k - 1] * power;
                }
                if (partials(a, n, shrink == 1 ? LARGEST : LARGEST_START)) {
                    break;
                }
            }
            for (int k = 1; k <= n; k++) {
                double r = a[k] / LARGEST;
                x[from + k - 1] = 0.5 * Math.log((1 + r) / (1 - r));
            }
            from += n;
        }
        return x;
    }

    /** Step-down recursion in place; returns false if a partial autocorrelation reaches the bound. */
    private static boolean partials(double[] a, int n, double bound) {
        for (int k = n; k >= 1; k--) {
            double r = a[k];
            if (!(Math.abs(r) < bound)) {
                return false;
            }
            double scale = (1 - r) * (1 + r);
            for (int j = 1, i = k - 1; j <= i; j++, i--) {
                double left = (a[j] + r * a[i]) / scale;
                double right = (a[i] + r * a[j]) / scale;
                a[j] = left;
                a[i] = right;
            }
        }
        return true;
    }
}
