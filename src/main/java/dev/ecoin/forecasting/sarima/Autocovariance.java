package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * Autocovariances of a stationary SARMA process with unit innovation variance, and their adjoint. They follow from the
 * partial autocorrelations of the autoregressive polynomial by the step-down and Levinson recursions (Brockwell and
 * Davis 1991, ch. 5), which stay accurate near the unit circle and cost O(degree squared). {@link #solve} computes them
 * from the joint linear system instead. Mutable workspace; one per thread.
 */
final class Autocovariance {

    private final ArmaPolynomials polynomials;
    private final int p;
    private final int q;
    private final double[][] ar;
    private final double[][] arAdjoint;
    /** Autocovariances of the autoregressive part alone. */
    private final double[] pure;

    private final double[] pureAdjoint;
    /** Covariance of the process with the autoregressive part k steps earlier. */
    private final double[] cross;

    private final double[] crossAdjoint;
    /** Autocovariances of the process at lags 0..max(p - 1, 0). */
    final double[] gamma;

    private final double[] gammaAdjoint;
    /** Weights of the innovations in the process, lags 0..q. */
    final double[] psi;

    private final double[] psiAdjoint;

    Autocovariance(ArmaPolynomials polynomials) {
        this.polynomials = polynomials;
        p = polynomials.arDegree;
        q = polynomials.maDegree;
        ar = new double[p + 1][];
        arAdjoint = new double[p + 1][];
        for (int k = 0; k <= p; k++) {
            ar[k] = new double[k + 1];
            arAdjoint[k] = new double[k + 1];
        }
        gamma = new double[Math.max(p, 1)];
        gammaAdjoint = new double[gamma.length];
        cross = new double[gamma.length + q];
        crossAdjoint = new double[cross.length];
        pure = new double[cross.length + 1];
        pureAdjoint = new double[pure.length];
        psi = new double[q + 1];
        psiAdjoint = new double[psi.length];
    }

    /** Computes all covariances; returns false if the autoregressive polynomial is not stationary. */
    boolean compute() {
        double[] phi = polynomials.phi;
        double[] theta = polynomials.theta;
        double variance = 1;
        if (p > 0) {
            System.arraycopy(phi, 0, ar[p], 1, p);
        }
        for (int k = p; k >= 1; k--) {
            double r = ar[k][k];
            double scale = (1 - r) * (1 + r);
            if (!(scale > 0)) {
                return false;
            }
            variance /= scale;
            for (int j = 1; j < k; j++) {
                ar[k - 1][j] = (ar[k][j] + r * ar[k][k - j]) / scale;
            }
        }
        pure[0] = variance;
        for (int k = 1; k < pure.length; k++) {
            double sum = 0;
            if (k <= p) {
                double[] row = ar[k];
                for (int j = 1; j <= k; j++) {
                    sum += row[j] * pure[k - j];
                }
            } else {
                for (int lag : polynomials.arLags) {
                    sum += phi[lag - 1] * pure[k - lag];
                }
            }
            pure[k] = sum;
        }
        for (int k = 0; k < cross.length; k++) {
            double sum = pure[k];
            for (int lag : polynomials.maLags) {
                sum += theta[lag - 1] * pure[Math.abs(k - lag)];
            }
            cross[k] = sum;
        }
        for (int k = 0; k < gamma.length; k++) {
            double sum = cross[k];
            for (int lag : polynomials.maLags) {
                sum += theta[lag - 1] * cross[k + lag];
            }
            gamma[k] = sum;
        }
        weights();
        return gamma[0] > 0 && gamma[0] < Double.POSITIVE_INFINITY;
    }

    private void weights() {
        psi[0] = 1;
        for (int j = 1; j <= q; j++) {
            double sum = polynomials.theta[j - 1];
            for (int lag : polynomials.arLags) {
                if (lag > j) {
                    break;
                }
                sum += polynomials.phi[lag - 1] * psi[j - lag];
            }
            psi[j] = sum;
        }
    }

    /**
     * Computes {@link #gamma} and {@link #psi} like {@link #compute}, but by solving the linear system that the
     * Lyapunov equation of the state covariance reduces to (Brockwell and Davis 1991, ch. 3.3, third method):
     *
     * <pre>gamma_k - phi_1 gamma_|k-1| - ... - phi_p gamma_|k-p| = theta_k psi_0 + ... + theta_q psi_(q-k),  k = 0..p</pre>
     *
     * Cubic in p and without an adjoint, so for use once per fit, not once per pass.
     *
     * @return false if the system is singular or its solution is not a covariance; gamma is then undefined
     */
    boolean solve() {
        weights();
        var right = new double[p + 1];
        for (int k = 0; k <= Math.min(p, q); k++) {
            double sum = k == 0 ? 1 : 0;
            for (int lag : polynomials.maLags) {
                if (lag >= k) {
                    sum += polynomials.theta[lag - 1] * psi[lag - k];
                }
            }
            right[k] = sum;
        }
        double[] solution = right;
        if (p > 0) {
            var system = new double[p + 1][p + 1];
            for (int k = 0; k <= p; k++) {
                system[k][k] = 1;
                for (int lag : polynomials.arLags) {
                    system[k][Math.abs(k - lag)] -= polynomials.phi[lag - 1];
                }
            }
            solution = SmallMatrices.solve(system, right);
        }
        if (solution == null || !(solution[0] > 0)) {
            return false;
        }
        System.arraycopy(solution, 0, gamma, 0, gamma.length);
        for (int k = 1; k < gamma.length; k++) {
            if (Math.abs(gamma[k]) > gamma[0]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Covariance of the state one step ahead with the present observation, {@code T P Z'} of the state space form of
     * Gardner, Harvey and Phillips (1980).
     *
     * @param gain receives the result, length = dimension
     */
    void gain(double[] gain) {
        Arrays.fill(gain, 0);
        for (int lag : polynomials.arLags) {
            double coefficient = polynomials.phi[lag - 1];
            for (int i = 0; i < lag; i++) {
                gain[i] += coefficient * gamma[lag - 1 - i];
            }
        }
        for (int lag : polynomials.maLags) {
            double coefficient = polynomials.theta[lag - 1];
            for (int i = 0; i < lag; i++) {
                gain[i] += coefficient * psi[lag - 1 - i];
            }
        }
    }

    /**
     * Adds the derivatives through the initial variance and gain to the gradients in phi and theta.
     *
     * @param varianceAdjoint derivative with respect to {@code gamma[0]}
     * @param gainAdjoint derivative with respect to the gain
     */
    void adjoint(double varianceAdjoint, double[] gainAdjoint, double[] phiGradient, double[] thetaGradient) {
        double[] phi = polynomials.phi;
        double[] theta = polynomials.theta;
        int[] arLags = polynomials.arLags;
        int[] maLags = polynomials.maLags;
        Arrays.fill(gammaAdjoint, 0);
        Arrays.fill(psiAdjoint, 0);
        Arrays.fill(crossAdjoint, 0);
        Arrays.fill(pureAdjoint, 0);
        for (int lag : arLags) {
            double coefficient = phi[lag - 1];
            double sum = 0;
            for (int i = 0; i < lag; i++) {
                sum += gainAdjoint[i] * gamma[lag - 1 - i];
                gammaAdjoint[lag - 1 - i] += coefficient * gainAdjoint[i];
            }
            phiGradient[lag - 1] += sum;
        }
        for (int lag : maLags) {
            double coefficient = theta[lag - 1];
            double sum = 0;
            for (int i = 0; i < lag; i++) {
                sum += gainAdjoint[i] * psi[lag - 1 - i];
                psiAdjoint[lag - 1 - i] += coefficient * gainAdjoint[i];
            }
            thetaGradient[lag - 1] += sum;
        }
        gammaAdjoint[0] += varianceAdjoint;

        for (int j = q; j >= 1; j--) {
            double adjoint = psiAdjoint[j];
            thetaGradient[j - 1] += adjoint;
            for (int lag : arLags) {
                if (lag > j) {
                    break;
                }
                phiGradient[lag - 1] += adjoint * psi[j - lag];
                psiAdjoint[j - lag] += phi[lag - 1] * adjoint;
            }
        }
        for (int k = 0; k < gamma.length; k++) {
            crossAdjoint[k] += gammaAdjoint[k];
            for (int lag : maLags) {
                crossAdjoint[k + lag] += theta[lag - 1] * gammaAdjoint[k];
                thetaGradient[lag - 1] += gammaAdjoint[k] * cross[k + lag];
            }
        }
        for (int k = 0; k < cross.length; k++) {
            pureAdjoint[k] += crossAdjoint[k];
            for (int lag : maLags) {
                pureAdjoint[Math.abs(k - lag)] += theta[lag - 1] * crossAdjoint[k];
                thetaGradient[lag - 1] += crossAdjoint[k] * pure[Math.abs(k - lag)];
            }
        }
        for (double[] row : arAdjoint) {
            Arrays.fill(row, 0);
        }
        for (int k = pure.length - 1; k >= 1; k--) {
            double adjoint = pureAdjoint[k];
            if (k <= p) {
                for (int j = 1; j <= k; j++) {
                    arAdjoint[k][j] += adjoint * pure[k - j];
                    pureAdjoint[k - j] += ar[k][j] * adjoint;
                }
            } else {
                for (int lag : arLags) {
                    phiGradient[lag - 1] += adjoint * pure[k - lag];
                    pureAdjoint[k - lag] += phi[lag - 1] * adjoint;
                }
            }
        }
        for (int k = 1; k <= p; k++) {
            double r = ar[k][k];
            double scale = (1 - r) * (1 + r);
            double slope = pureAdjoint[0] * pure[0] * 2 * r / scale;
            for (int j = 1; j < k; j++) {
                double share = arAdjoint[k - 1][j] / scale;
                arAdjoint[k][j] += share;
                arAdjoint[k][k - j] += r * share;
                slope += share * (ar[k][k - j] + 2 * r * ar[k - 1][j]);
            }
            arAdjoint[k][k] += slope;
        }
        for (int j = 1; j <= p; j++) {
            phiGradient[j - 1] += arAdjoint[p][j];
        }
    }

    /**
     * Covariance matrix of the stationary state of dimension r = max(p, q + 1), row by row.
     *
     * @param covariance receives the result, length = r squared
     */
    void state(double[] covariance) {
        int r = Math.max(p, q + 1);
        var first = new double[r];
        first[0] = gamma[0];
        for (int i = 1; i < r; i++) {
            double sum = 0;
            for (int k = i; k < p; k++) {
                sum += polynomials.phi[k] * gamma[k + 1 - i];
            }
            for (int k = i; k <= q; k++) {
                sum += polynomials.theta[k - 1] * psi[k - i];
            }
            first[i] = sum;
        }
        for (int i = r - 1; i >= 0; i--) {
            for (int j = i; j >= 0; j--) {
                double value;
                if (j == 0) {
                    value = first[i];
                } else {
                    double phiI = i < p ? polynomials.phi[i] : 0;
                    double phiJ = j < p ? polynomials.phi[j] : 0;
                    value = phiI * phiJ * gamma[0] + noise(i) * noise(j);
                    if (j + 1 < r) {
                        value += phiI * first[j + 1];
                    }
                    if (i + 1 < r) {
                        value += phiJ * first[i + 1] + covariance[(i + 1) * r + j + 1];
                    }
                }
                covariance[i * r + j] = value;
                covariance[j * r + i] = value;
            }
        }
    }

    private double noise(int i) {
        return i == 0 ? 1 : i <= q ? polynomials.theta[i - 1] : 0;
    }
}
