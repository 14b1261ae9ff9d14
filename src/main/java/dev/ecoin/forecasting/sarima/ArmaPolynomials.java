package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * The expanded lag polynomials of a SARMA model, {@code 1 - phi_1 B - ... = phi(B) Phi(B^m)} and {@code 1 + theta_1 B +
 * ... = theta(B) Theta(B^m)}, and the lags at which they can be non-zero. The coefficients of the factors form one
 * vector: ar, ma, sar, sma, as in R. Mutable workspace; one per thread.
 */
final class ArmaPolynomials {

    /** From this dimension on, one pass per array is faster than one pass over all, because it is vectorised. */
    private static final int WIDE = 32;

    final SarimaOrder order;
    final int arDegree;
    final int maDegree;
    /** Length of {@link #phi} and {@link #theta}: the larger degree. */
    final int dimension;
    /** Length of the filtered state of the process, which holds its present value too. */
    final int states;
    /** Lags of possible non-zero coefficients, ascending, from 1. */
    final int[] arLags;

    final int[] maLags;
    /** Coefficient of lag k at index k - 1, zero beyond the degree. */
    final double[] phi;

    final double[] theta;

    /** Coefficients of the factors at the last expansion: ar, ma, sar, sma. */
    final double[] coefficients;

    ArmaPolynomials(SarimaOrder order) {
        this.order = order;
        arDegree = order.arDegree();
        maDegree = order.maDegree();
        dimension = Math.max(arDegree, maDegree);
        states = Math.max(arDegree, maDegree + 1);
        arLags = lags(order.p(), order.P(), order.period());
        maLags = lags(order.q(), order.Q(), order.period());
        phi = new double[dimension];
        theta = new double[dimension];
        coefficients = new double[order.coefficients()];
    }

    private static int[] lags(int ordinary, int seasonal, int period) {
        var present = new boolean[ordinary + seasonal * period + 1];
        for (int j = 0; j <= seasonal; j++) {
            for (int i = 0; i <= ordinary; i++) {
                present[j * period + i] = true;
            }
        }
        var lags = new int[present.length];
        int count = 0;
        for (int k = 1; k < present.length; k++) {
            if (present[k]) {
                lags[count++] = k;
            }
        }
        return Arrays.copyOf(lags, count);
    }

    /** Multiplies the factors. */
    void expand(double[] factors) {
        System.arraycopy(factors, 0, coefficients, 0, coefficients.length);
        multiply(phi, -1, 0, order.p(), order.p() + order.q(), order.P());
        multiply(theta, 1, order.p(), order.q(), order.p() + order.q() + order.P(), order.Q());
    }

    private void multiply(double[] product, double sign, int from, int count, int seasonalFrom, int seasonalCount) {
        Arrays.fill(product, 0);
        for (int j = 0; j <= seasonalCount; j++) {
            double seasonal = j == 0 ? 1 : sign * coefficients[seasonalFrom + j - 1];
            for (int i = 0; i <= count; i++) {
                if (i + j > 0) {
                    double ordinary = i == 0 ? 1 : sign * coefficients[from + i - 1];
                    product[j * order.period() + i - 1] += sign * seasonal * ordinary;
                }
            }
        }
    }

    boolean isWide() {
        return dimension >= WIDE;
    }

    /** Moves a state one step ahead, in place; its last element, at {@link #dimension}, is zero. */
    void shift(double[] state) {
        double first = state[0];
        System.arraycopy(state, 1, state, 0, dimension);
        for (int lag : arLags) {
            state[lag - 1] += phi[lag - 1] * first;
        }
    }

    /** Moves a state one step ahead, in place, and adds a multiple of the gain. */
    void advance(double[] state, double[] gain, double scaled) {
        if (!isWide()) {
            double first = state[0];
            for (int i = 0; i < dimension; i++) {
                state[i] = phi[i] * first + state[i + 1] + gain[i] * scaled;
            }
        } else {
            shift(state);
            LaggedProducts.add(scaled, gain, state, dimension);
        }
    }

    /** Applies the chain rule from the expanded coefficients to those of the factors at the last expansion. */
    void pullBack(double[] phiGradient, double[] thetaGradient, double[] factorGradient) {
        int p = order.p();
        int q = order.q();
        pullBack(phiGradient, -1, factorGradient, 0, p, p + q, order.P());
        pullBack(thetaGradient, 1, factorGradient, p, q, p + q + order.P(), order.Q());
    }

    private void pullBack(
            double[] gradient, double sign, double[] result, int from, int count, int seasonalFrom, int seasonalCount) {
        int m = order.period();
        for (int i = 1; i <= count; i++) {
            double sum = gradient[i - 1];
            for (int j = 1; j <= seasonalCount; j++) {
                sum += sign * coefficients[seasonalFrom + j - 1] * gradient[j * m + i - 1];
            }
            result[from + i - 1] = sum;
        }
        for (int j = 1; j <= seasonalCount; j++) {
            double sum = gradient[j * m - 1];
            for (int i = 1; i <= count; i++) {
                sum += sign * coefficients[from + i - 1] * gradient[j * m + i - 1];
            }
            result[seasonalFrom + j - 1] = sum;
        }
    }

    /** Coefficients delta of {@code 1 - delta_1 B - ... = (1 - B)^d (1 - B^m)^D}, lag k at index k - 1. */
    static double[] differencing(SarimaOrder order) {
        var polynomial = new double[order.differenced() + 1];
        polynomial[0] = 1;
        int degree = 0;
        for (int i = 0; i < order.d(); i++) {
            degree++;
            for (int k = degree; k >= 1; k--) {
                polynomial[k] -= polynomial[k - 1];
            }
        }
        for (int i = 0; i < order.D(); i++) {
            degree += order.period();
            for (int k = degree; k >= order.period(); k--) {
                polynomial[k] -= polynomial[k - order.period()];
            }
        }
        var delta = new double[degree];
        for (int k = 1; k <= degree; k++) {
            delta[k - 1] = 0.0 - polynomial[k];
        }
        return delta;
    }

    /** Differences exactly, one factor after the other; the result is shorter by d + D m. */
    static double[] difference(double[] values, SarimaOrder order) {
        double[] result = values;
        for (int i = 0; i < order.D(); i++) {
            result = difference(result, order.period());
        }
        for (int i = 0; i < order.d(); i++) {
            result = difference(result, 1);
        }
        return result;
    }

    private static double[] difference(double[] values, int lag) {
        var result = new double[Math.max(0, values.length - lag)];
        for (int t = 0; t < result.length; t++) {
            result[t] = values[t + lag] - values[t];
        }
        return result;
    }
}
