package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * State space form of a SARIMA process without its constant: the ARMA state of Gardner, Harvey and Phillips (1980) of
 * dimension max(p, q + 1), followed by the d + D m previous levels, with unit innovation variance. Includes the Kalman
 * filter with exact diffuse initialisation of the levels (Durbin and Koopman 2012, ch. 5). Mutable workspace; one per
 * thread.
 */
final class StateSpace {

    private static final double DIFFUSE_TOLERANCE = 1e-9;

    private static final double SETTLED = 1e-13;

    final int arma;
    final int levels;
    final int dimension;
    private final double[] phi;
    private final double[] noise;
    private final double[] delta;
    private final int[] deltaLags;

    final double[] mean;
    /** The regressor's state, filtered with the same gains; null if there is no regressor. */
    final double[] regressorMean;

    double[] covariance;
    private double[] scratch;
    private double[] diffuse;
    private double[] diffuseScratch;
    /** Number of levels not yet determined by an observation. */
    int diffuseRank;

    /** Number of newest levels that were observed and so have no variance, and whether the present value was. */
    private int observedLevels;

    private boolean observed;

    /** Rows of the covariance that are not zero: without the levels once all of them were observed. */
    private int size;

    private final double[] gain;
    private final double[] diffuseGain;
    private final double[] shifted;

    /** Innovation, its variance in units of sigma2, and the regressor's innovation at the last update. */
    double innovation;

    double variance;
    double regressorInnovation;

    StateSpace(ArmaPolynomials polynomials, double[] delta, boolean regression) {
        arma = polynomials.states;
        levels = delta.length;
        dimension = arma + levels;
        this.delta = delta;
        phi = new double[arma];
        noise = new double[arma];
        noise[0] = 1;
        System.arraycopy(polynomials.phi, 0, phi, 0, polynomials.arDegree);
        System.arraycopy(polynomials.theta, 0, noise, 1, polynomials.maDegree);
        var lags = new int[levels];
        int count = 0;
        for (int j = 0; j < levels; j++) {
            if (delta[j] != 0) {
                lags[count++] = j;
            }
        }
        deltaLags = Arrays.copyOf(lags, count);
        mean = new double[dimension];
        regressorMean = regression ? new double[dimension] : null;
        gain = new double[dimension];
        diffuseGain = new double[levels];
        shifted = new double[dimension];
    }

    /** Initialises before the first observation: ARMA state stationary, levels unknown. */
    void initialise(Autocovariance autocovariance) {
        Arrays.fill(mean, 0);
        if (regressorMean != null) {
            Arrays.fill(regressorMean, 0);
        }
        covariance = new double[dimension * dimension];
        scratch = new double[dimension * dimension];
        var stationary = new double[arma * arma];
        autocovariance.state(stationary);
        for (int i = 0; i < arma; i++) {
            System.arraycopy(stationary, i * arma, covariance, i * dimension, arma);
        }
        observedLevels = 0;
        observed = false;
        size = dimension;
        diffuseRank = levels;
        if (levels > 0) {
            diffuse = new double[levels * levels];
            diffuseScratch = new double[levels * levels];
            for (int j = 0; j < levels; j++) {
                diffuse[j * levels + j] = 1;
            }
        }
    }

    /** Initialises with a filtered state. */
    void initialise(FilterState state) {
        System.arraycopy(state.mean(), 0, mean, 0, dimension);
        covariance = state.hasCovariance() ? state.covariance() : new double[dimension * dimension];
        scratch = new double[dimension * dimension];
        diffuseRank = 0;
        int[] uncertain = state.uncertain();
        observedLevels = levels;
        for (int i = uncertain.length - 1; i >= 0 && uncertain[i] >= arma; i--) {
            observedLevels = uncertain[i] - arma;
        }
        observed = covariance[0] == 0;
        size = observedLevels == levels ? arma : dimension;
    }

    /** The current filtered state, without the regressor's contribution. */
    FilterState state(double beta) {
        var a = mean.clone();
        if (regressorMean != null && beta != 0) {
            for (int i = 0; i < dimension; i++) {
                a[i] -= beta * regressorMean[i];
            }
        }
        return FilterState.of(a, covariance);
    }

    /** Advances by one time step. */
    void predict() {
        predictMean(mean);
        if (regressorMean != null) {
            predictMean(regressorMean);
        }
        predictLevels();
        predictCovariance();
        if (diffuseRank > 0) {
            predictDiffuse();
        }
    }

    private void predictLevels() {
        observedLevels = observed ? Math.min(levels, observedLevels + 1) : 0;
        observed = false;
        int before = size;
        size = observedLevels == levels ? arma : dimension;
        // Only rounding errors are left in the rows of the levels.
        for (int i = 0; i < dimension && size < before; i++) {
            Arrays.fill(covariance, i * dimension + (i < arma ? arma : 0), (i + 1) * dimension, 0);
        }
    }

    void predictMean(double[] a) {
        double first = a[0];
        for (int i = 0; i < arma; i++) {
            shifted[i] = phi[i] * first + (i + 1 < arma ? a[i + 1] : 0);
        }
        if (levels > 0) {
            shifted[arma] = observe(a);
            System.arraycopy(a, arma, shifted, arma + 1, levels - 1);
        }
        System.arraycopy(shifted, 0, a, 0, dimension);
    }

    /** The observation implied by a state. */
    double observe(double[] a) {
        double sum = a[0];
        for (int j : deltaLags) {
            sum += delta[j] * a[arma + j];
        }
        return sum;
    }

    /** Multiplies a row vector by the transition matrix, in place. */
    void predictRow(double[] g) {
        double sum = levels > 0 ? g[arma] : 0;
        for (int i = 0; i < arma; i++) {
            sum += g[i] * phi[i];
        }
        shifted[0] = sum;
        System.arraycopy(g, 0, shifted, 1, arma - 1);
        if (levels > 0) {
            double level = g[arma];
            for (int j = 0; j < levels; j++) {
                shifted[arma + j] = level * delta[j] + (j + 1 < levels ? g[arma + j + 1] : 0);
            }
        }
        System.arraycopy(shifted, 0, g, 0, dimension);
    }

    /** The observation's row vector. */
    double[] observationRow() {
        var z = new double[dimension];
        z[0] = 1;
        System.arraycopy(delta, 0, z, arma, levels);
        return z;
    }

    /** Adds an innovation to a state. */
    void disturb(double[] a, double innovation) {
        for (int i = 0; i < arma; i++) {
            a[i] += noise[i] * innovation;
        }
    }

    private void predictCovariance() {
        int n = dimension;
        double[] p = covariance;
        double[] b = scratch;
        for (int i = 0; i < arma; i++) {
            boolean last = i + 1 == arma;
            double coefficient = phi[i];
            int to = i * n;
            int from = to + n;
            for (int j = 0; j < size; j++) {
                b[to + j] = coefficient * p[j] + (last ? 0 : p[from + j]);
            }
        }
        if (size > arma) {
            System.arraycopy(p, 0, b, arma * n, n);
            for (int k : deltaLags) {
                double coefficient = delta[k];
                for (int j = 0; j < n; j++) {
                    b[arma * n + j] += coefficient * p[(arma + k) * n + j];
                }
            }
            System.arraycopy(p, arma * n, b, (arma + 1) * n, (levels - 1) * n);
        }
        for (int i = 0; i < size; i++) {
            int row = i * n;
            double first = b[row];
            for (int j = 0; j < arma - 1; j++) {
                p[row + j] = phi[j] * first + b[row + j + 1];
            }
            p[row + arma - 1] = phi[arma - 1] * first;
            if (i < arma && noise[i] != 0) {
                double shock = noise[i];
                for (int j = 0; j < arma; j++) {
                    p[row + j] += shock * noise[j];
                }
            }
            if (size > arma) {
                double sum = first;
                for (int k : deltaLags) {
                    sum += delta[k] * b[row + arma + k];
                }
                p[row + arma] = sum;
                System.arraycopy(b, row + arma, p, row + arma + 1, levels - 1);
            }
        }
    }

    private void predictDiffuse() {
        int n = levels;
        double[] b = diffuseScratch;
        Arrays.fill(b, 0, n, 0);
        for (int k : deltaLags) {
            for (int j = 0; j < n; j++) {
                b[j] += delta[k] * diffuse[k * n + j];
            }
        }
        System.arraycopy(diffuse, 0, b, n, n * (n - 1));
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k : deltaLags) {
                sum += delta[k] * b[i * n + k];
            }
            diffuse[i * n] = sum;
            System.arraycopy(b, i * n, diffuse, i * n + 1, n - 1);
        }
    }

    /**
     * Conditions on an observation.
     *
     * @return whether the diffuse levels absorbed it, in which case the variance is its diffuse one and the innovation
     *     does not count in the sum of squares
     */
    boolean update(double value, double regressor) {
        observed = true;
        innovation = value - observe(mean);
        if (regressorMean != null) {
            regressorInnovation = regressor - observe(regressorMean);
        }
        int n = dimension;
        double[] p = covariance;
        double f = predictiveVariance();
        if (diffuseRank > 0 && updateDiffuse(f)) {
            return true;
        }
        variance = f;
        double inverse = 1 / f;
        shift(mean, innovation * inverse);
        if (regressorMean != null) {
            shift(regressorMean, regressorInnovation * inverse);
        }
        for (int i = 0; i < size; i++) {
            double scaled = gain[i] * inverse;
            if (scaled != 0) {
                for (int j = 0; j < size; j++) {
                    p[i * n + j] -= scaled * gain[j];
                }
            }
        }
        return false;
    }

    /** Variance of the observation in units of sigma2, without the diffuse part; sets the gain to its factor. */
    double predictiveVariance() {
        Arrays.fill(gain, size, dimension, 0);
        for (int i = 0; i < size; i++) {
            double sum = covariance[i * dimension];
            for (int k = 0; k < deltaLags.length && size > arma; k++) {
                sum += delta[deltaLags[k]] * covariance[i * dimension + arma + deltaLags[k]];
            }
            gain[i] = sum;
        }
        return observe(gain);
    }

    /** Whether the covariance has converged, so that {@link #follow} may take over. */
    boolean settled() {
        if (diffuseRank > 0) {
            return false;
        }
        for (int i = 0; i < dimension; i++) {
            if (covariance[i * dimension + i] > SETTLED) {
                return false;
            }
        }
        return true;
    }

    /** {@link #predict} and {@link #update} once settled, without updating any covariance. */
    void follow(double value, double regressor) {
        predictLevels();
        observed = true;
        predictMean(mean);
        innovation = value - observe(mean);
        variance = 1;
        disturb(mean, innovation);
        if (regressorMean != null) {
            predictMean(regressorMean);
            regressorInnovation = regressor - observe(regressorMean);
            disturb(regressorMean, regressorInnovation);
        }
    }

    /** Sets the covariance of a settled state to exactly zero. */
    void settle() {
        Arrays.fill(covariance, 0);
    }

    private void shift(double[] a, double scaled) {
        for (int i = 0; i < dimension; i++) {
            a[i] += gain[i] * scaled;
        }
    }

    private boolean updateDiffuse(double f) {
        int n = levels;
        double diffuseVariance = 0;
        double scale = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k : deltaLags) {
                sum += delta[k] * diffuse[i * n + k];
            }
            diffuseGain[i] = sum;
            scale = Math.max(scale, diffuse[i * n + i]);
        }
        for (int k : deltaLags) {
            diffuseVariance += delta[k] * diffuseGain[k];
        }
        if (!(diffuseVariance > DIFFUSE_TOLERANCE * Math.max(1, scale))) {
            return false;
        }
        variance = diffuseVariance;
        double inverse = 1 / diffuseVariance;
        for (int i = 0; i < n; i++) {
            mean[arma + i] += diffuseGain[i] * innovation * inverse;
            if (regressorMean != null) {
                regressorMean[arma + i] += diffuseGain[i] * regressorInnovation * inverse;
            }
        }
        int size = dimension;
        for (int i = 0; i < size; i++) {
            double left = i < arma ? 0 : diffuseGain[i - arma] * inverse;
            for (int j = 0; j < size; j++) {
                double right = j < arma ? 0 : diffuseGain[j - arma] * inverse;
                covariance[i * size + j] += left * right * f - gain[i] * right - left * gain[j];
            }
        }
        diffuseRank--;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                diffuse[i * n + j] =
                        diffuseRank == 0 ? 0 : diffuse[i * n + j] - diffuseGain[i] * diffuseGain[j] * inverse;
            }
        }
        return true;
    }
}
