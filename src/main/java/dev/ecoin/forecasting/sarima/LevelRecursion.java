package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * The difference equation of the levels: {@code phi(B) Phi(B^m) (1 - B)^d (1 - B^m)^D}, expanded, without its zeros.
 * Far ahead it gives means and impulse responses with a few multiplications per step. Immutable.
 */
final class LevelRecursion {

    private final int[] lags;
    private final double[] coefficients;
    /** Number of steps after which means depend on earlier means only. */
    private final int memory;

    private final double[] theta;

    LevelRecursion(ArmaPolynomials polynomials, double[] delta) {
        int p = polynomials.arDegree;
        var product = new double[p + delta.length + 1];
        for (int i = 0; i <= p; i++) {
            double left = i == 0 ? 1 : -polynomials.phi[i - 1];
            for (int j = 0; j <= delta.length; j++) {
                product[i + j] += left * (j == 0 ? 1 : -delta[j - 1]);
            }
        }
        var present = new int[product.length];
        int count = 0;
        for (int k = 1; k < product.length; k++) {
            if (product[k] != 0) {
                present[count++] = k;
            }
        }
        lags = Arrays.copyOf(present, count);
        coefficients = new double[count];
        for (int i = 0; i < count; i++) {
            coefficients[i] = -product[lags[i]];
        }
        theta = Arrays.copyOf(polynomials.theta, polynomials.maDegree);
        memory = Math.max(product.length - 1, theta.length);
    }

    int memory() {
        return memory;
    }

    /** Continues means from step {@code from}, which must be at least {@link #memory}. */
    void extend(double[] mean, int from) {
        for (int h = from; h < mean.length; h++) {
            double sum = 0;
            for (int i = lags.length - 1; i >= 0; i--) {
                sum += coefficients[i] * mean[h - lags[i]];
            }
            mean[h] = sum;
        }
    }

    /** Effects of an innovation on the levels 0, 1, .. steps later. */
    double[] responses(int count) {
        var psi = new double[count];
        psi[0] = 1;
        for (int h = 1; h < count; h++) {
            double sum = h <= theta.length ? theta[h - 1] : 0;
            for (int i = 0; i < lags.length && lags[i] <= h; i++) {
                sum += coefficients[i] * psi[h - lags[i]];
            }
            psi[h] = sum;
        }
        return psi;
    }
}
