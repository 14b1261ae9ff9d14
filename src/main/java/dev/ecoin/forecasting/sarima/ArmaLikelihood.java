package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * Exact Gaussian likelihood of a SARMA process with a regression constant, and its gradient. Innovation variance and
 * constant are concentrated out.
 *
 * <p>The innovations come from the Chandrasekhar form of the Kalman filter (Morf, Sidhu and Kailath 1974; for ARMA,
 * Melard 1984), O(dimension) per step: with state gain K, variance F and the rank-one increment L of the covariance,
 * {@code F' = F - l^2/F, K' = K - T L l/F, L' = T L - K l/F}, l the first element of L. Once the gain has converged,
 * the sparse ARMA recursion gives the innovations. The gradient is the adjoint of both recursions and costs about two
 * evaluations, regardless of the number of parameters.
 *
 * <p>Mutable workspace; one per thread.
 */
final class ArmaLikelihood implements ExactLikelihood {

    private static final double VARIANCE_CONVERGED = 1e-9;
    private static final double GAIN_CONVERGED = 1e-8;

    /** An increment that starts with less than this leaves variance and gain as they are. */
    private static final double NEGLIGIBLE = 1e-14;

    /**
     * Distance from the nearest multiple of the season from which increments may be negligible. Closer ones may also
     * start with zero, but not with a derivative of zero.
     */
    private static final int FAR_FROM_SEASON = 32;

    private final ArmaPolynomials polynomials;
    private final Autocovariance autocovariance;
    private final MovingAverageInverse inverse;
    private final double[] response;
    private final double regressor;
    private final int n;
    private final int dimension;

    final double[] innovation;
    private final double[] regressorInnovation;
    final double[] variance;
    private final double[] centred;
    private final double[] innovationAdjoint;
    final double[][] gain;
    /** Increments by step, null where negligible. */
    private final double[][] increment;

    private final double[][] ownGain;
    private final double[][] ownIncrement;
    private double[] state;
    private double[] nextState;
    private final double[] regressorState;
    private final double[] phiGradient;
    private final double[] thetaGradient;
    private double[] gainAdjoint;
    private double[] nextGainAdjoint;
    private double[] incrementAdjoint;
    private double[] nextIncrementAdjoint;
    private double[] stateAdjoint;
    private double[] nextStateAdjoint;

    /** First step of the sparse recursion; n if the gain never converged. */
    int steady;

    private double varianceTolerance = VARIANCE_CONVERGED;
    private double gainTolerance = GAIN_CONVERGED;

    private double beta;
    private double sumOfSquares;
    double sumOfLogs;

    /**
     * @param response the differenced series, without missing values
     * @param regressor the differenced regressor, the same at every step; 0 for no constant
     */
    ArmaLikelihood(ArmaPolynomials polynomials, double[] response, double regressor) {
        this.polynomials = polynomials;
        this.response = response;
        this.regressor = regressor;
        n = response.length;
        dimension = polynomials.dimension;
        autocovariance = new Autocovariance(polynomials);
        inverse = new MovingAverageInverse(polynomials.order, n);
        innovation = new double[n];
        regressorInnovation = new double[regressor != 0 ? n : 0];
        variance = new double[n];
        centred = new double[regressor != 0 ? n : 0];
        innovationAdjoint = new double[n];
        gain = new double[n + 1][];
        increment = new double[n][];
        ownGain = new double[n + 1][];
        ownIncrement = new double[n + 1][];
        state = new double[dimension + 1];
        nextState = new double[dimension + 1];
        regressorState = new double[dimension + 1];
        phiGradient = new double[dimension];
        thetaGradient = new double[dimension];
        gainAdjoint = new double[dimension + 1];
        nextGainAdjoint = new double[dimension + 1];
        incrementAdjoint = new double[dimension + 1];
        nextIncrementAdjoint = new double[dimension + 1];
        stateAdjoint = new double[dimension + 1];
        nextStateAdjoint = new double[dimension + 1];
    }

    @Override
    public void tolerance(double factor) {
        varianceTolerance = VARIANCE_CONVERGED * factor;
        gainTolerance = GAIN_CONVERGED * factor;
    }

    @Override
    public int observations() {
        return n;
    }

    @Override
    public double beta() {
        return beta;
    }

    @Override
    public double sumOfSquares() {
        return sumOfSquares;
    }

    @Override
    public double[] standardised() {
        var result = new double[n];
        for (int t = 0; t < n; t++) {
            result[t] = innovation[t] / Math.sqrt(variance[t]);
        }
        return result;
    }

    @Override
    public FilterState state(double[] levels) {
        int arma = polynomials.states;
        var mean = Arrays.copyOf(state(centred(), 0, innovation), arma + levels.length);
        System.arraycopy(levels, 0, mean, arma, levels.length);
        return FilterState.of(mean, stateCovariance(mean.length));
    }

    /**
     * Filtered state of the process at the end, in the form of {@link StateSpace}. It depends on the last values and
     * innovations alone.
     *
     * @param series values from a time on
     * @param start that time
     * @param innovations from that time on
     */
    double[] state(double[] series, int start, double[] innovations) {
        double[] phi = polynomials.phi;
        var a = new double[dimension + 1];
        for (int t = Math.max(start, n - dimension); t < n; t++) {
            double v = innovations[t - start];
            double predicted = t + 1 < n ? series[t - start] - v : -v;
            for (int i = 0; i < dimension; i++) {
                double k = t < steady ? gain[t][i] / variance[t] : phi[i] + polynomials.theta[i];
                a[i] = phi[i] * predicted + a[i + 1] + k * v;
            }
        }
        int arma = polynomials.states;
        var filtered = new double[arma];
        filtered[0] = series[n - 1 - start];
        System.arraycopy(a, 0, filtered, 1, arma - 1);
        return filtered;
    }

    /**
     * Covariance of {@link #state}, from the stationary one and the increments up to the end; zero once they have died
     * out.
     *
     * @param size rows and columns of the result, those beyond the state zero
     */
    double[] stateCovariance(int size) {
        var covariance = new double[size * size];
        if (steady < n) {
            return covariance;
        }
        int arma = polynomials.states;
        var predicted = new double[arma * arma];
        autocovariance.state(predicted);
        double[] l = increment[0].clone();
        for (int t = 0; t < n; t++) {
            for (int i = 0; i + 1 < arma; i++) {
                double scaled = l[i] / variance[t];
                for (int j = 0; j <= i; j++) {
                    predicted[i * arma + j] -= scaled * l[j];
                }
            }
            double c = l[0] / variance[t];
            polynomials.shift(l);
            if (increment[t] != null) {
                LaggedProducts.add(-c, gain[t], l, dimension);
            }
        }
        for (int i = 0; i + 1 < arma; i++) {
            double shock = i == 0 ? 1 : polynomials.theta[i - 1];
            for (int j = 0; j <= i; j++) {
                double filtered = predicted[i * arma + j] - shock * (j == 0 ? 1 : polynomials.theta[j - 1]);
                covariance[(i + 1) * size + j + 1] = filtered;
                covariance[(j + 1) * size + i + 1] = filtered;
            }
        }
        return covariance;
    }

    @Override
    public double value(double fixedBeta) {
        if (!autocovariance.compute()) {
            return Double.POSITIVE_INFINITY;
        }
        if (!exact()) {
            return Double.POSITIVE_INFINITY;
        }
        if (steady < n) {
            inverse.set(polynomials.coefficients, polynomials.order.p(), polynomials.order.P());
            sparse(response, innovation);
            if (regressor != 0) {
                sparseRegressor();
            }
        }
        combine(fixedBeta);
        double value = 0.5 * n * Math.log(sumOfSquares / n) + 0.5 * sumOfLogs;
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private boolean exact() {
        int s = dimension;
        double[] phi = polynomials.phi;
        boolean constant = regressor != 0;
        double f = autocovariance.gamma[0];
        gain[0] = own(ownGain, 0);
        autocovariance.gain(gain[0]);
        double[] l = own(ownIncrement, 0);
        System.arraycopy(gain[0], 0, l, 0, s);
        Arrays.fill(state, 0);
        Arrays.fill(regressorState, 0);
        double product = 1;
        double logs = 0;
        steady = n;
        boolean converged = false;
        for (int t = 0; t < n; t++) {
            if (t == steady) {
                break;
            }
            if (!(f > 0)) {
                return false;
            }
            double[] k = gain[t];
            double v = response[t] - state[0];
            innovation[t] = v;
            variance[t] = f;
            product *= f;
            if (product > 1e100 || product < 1e-100) {
                logs += Math.log(product);
                product = 1;
            }
            if (!converged && f - 1 < varianceTolerance && gainConverged(k, f)) {
                converged = true;
                steady = Math.min(n, Math.max(t + polynomials.maDegree, polynomials.arDegree) + 1);
            }
            double inverse = 1 / f;
            if (constant) {
                double z = regressor - regressorState[0];
                regressorInnovation[t] = z;
                polynomials.advance(regressorState, k, z * inverse);
            }
            double first = l[0];
            if (polynomials.isWide() && Math.abs(first) < NEGLIGIBLE && isFarFromSeason(t)) {
                increment[t] = null;
                gain[t + 1] = k;
                polynomials.shift(l);
                polynomials.advance(state, k, v * inverse);
                continue;
            }
            increment[t] = l;
            gain[t + 1] = own(ownGain, t + 1);
            double[] nextL = own(ownIncrement, t + 1);
            double c = first * inverse;
            if (!polynomials.isWide()) {
                step(phi, state, nextState, k, l, gain[t + 1], nextL, v * inverse, first, c);
                double[] swap = state;
                state = nextState;
                nextState = swap;
            } else {
                polynomials.advance(state, k, v * inverse);
                System.arraycopy(l, 0, nextL, 0, s);
                polynomials.shift(nextL);
                subtractIncrement(k, gain[t + 1], nextL, s, c);
            }
            l = nextL;
            f -= first * c;
        }
        sumOfLogs = logs + Math.log(product);
        return true;
    }

    private double[] own(double[][] arrays, int t) {
        if (arrays[t] == null) {
            arrays[t] = new double[dimension + 1];
        }
        return arrays[t];
    }

    /** Advances state, gain and increment by one step. */
    private static void step(
            double[] phi,
            double[] a,
            double[] nextA,
            double[] k,
            double[] l,
            double[] nextK,
            double[] nextL,
            double scaled,
            double first,
            double c) {
        double a0 = a[0];
        for (int i = 0; i < phi.length; i++) {
            double coefficient = phi[i];
            double now = k[i];
            double moved = coefficient * first + l[i + 1];
            nextA[i] = coefficient * a0 + a[i + 1] + now * scaled;
            nextK[i] = now - moved * c;
            nextL[i] = moved - now * c;
        }
    }

    /** The same for gain and increment alone, given the increment moved by one step. */
    private static void subtractIncrement(double[] k, double[] nextK, double[] moved, int s, double c) {
        for (int i = 0; i < s; i++) {
            double now = k[i];
            double increment = moved[i];
            nextK[i] = now - increment * c;
            moved[i] = increment - now * c;
        }
    }

    private boolean isFarFromSeason(int t) {
        int phase = (t + 1) % polynomials.order.period();
        return phase > FAR_FROM_SEASON && phase < polynomials.order.period() - FAR_FROM_SEASON;
    }

    private boolean gainConverged(double[] k, double f) {
        for (int i = 0; i < dimension; i++) {
            if (!(Math.abs(k[i] / f - polynomials.phi[i] - polynomials.theta[i]) < gainTolerance)) {
                return false;
            }
        }
        return true;
    }

    private void sparse(double[] series, double[] result) {
        LaggedProducts.filter(polynomials.phi, polynomials.arLags, series, result, steady, n);
        invert(result);
    }

    private void sparseRegressor() {
        double level = regressor;
        for (int lag : polynomials.arLags) {
            level -= polynomials.phi[lag - 1] * regressor;
        }
        Arrays.fill(regressorInnovation, steady, n, level);
        invert(regressorInnovation);
    }

    private void invert(double[] result) {
        int[] lags = polynomials.maLags;
        double[] theta = polynomials.theta;
        int settled = Math.min(n, Math.max(steady, inverse.history));
        for (int t = steady; t < settled; t++) {
            double sum = result[t];
            for (int lag : lags) {
                sum -= theta[lag - 1] * result[t - lag];
            }
            result[t] = sum;
        }
        inverse.forward(result, settled, n);
    }

    private void combine(double fixedBeta) {
        beta = 0;
        if (regressor != 0) {
            if (Double.isNaN(fixedBeta)) {
                double zz = 0;
                double zv = 0;
                for (int t = 0; t < steady; t++) {
                    double weighted = regressorInnovation[t] / variance[t];
                    zz += weighted * regressorInnovation[t];
                    zv += weighted * innovation[t];
                }
                zz += LaggedProducts.product(regressorInnovation, regressorInnovation, 0, steady, n);
                zv += LaggedProducts.product(regressorInnovation, innovation, 0, steady, n);
                beta = zv / zz;
            } else {
                beta = fixedBeta;
            }
            for (int t = 0; t < n; t++) {
                innovation[t] -= beta * regressorInnovation[t];
            }
        }
        double sum = 0;
        for (int t = 0; t < steady; t++) {
            sum += innovation[t] * innovation[t] / variance[t];
        }
        sum += LaggedProducts.product(innovation, innovation, 0, steady, n);
        Arrays.fill(variance, steady, n, 1);
        sumOfSquares = sum;
    }

    private double[] centred() {
        if (regressor == 0) {
            return response;
        }
        double mean = beta * regressor;
        for (int t = 0; t < n; t++) {
            centred[t] = response[t] - mean;
        }
        return centred;
    }

    @Override
    public double betaGradient() {
        double sum = 0;
        for (int t = 0; t < n; t++) {
            sum -= innovation[t] * regressorInnovation[t] / variance[t];
        }
        return sum * n / sumOfSquares;
    }

    @Override
    public boolean gradient(double[] factorGradient) {
        Arrays.fill(phiGradient, 0);
        Arrays.fill(thetaGradient, 0);
        gradient(centred(), n / sumOfSquares, null, null, phiGradient, thetaGradient, factorGradient);
        return true;
    }

    /**
     * Gradient of a value that weights the sum of squares differently and adds other functions of the filter.
     *
     * @param level the series whose innovations are in {@link #innovation}
     * @param weight weight of half the sum of squares
     * @param gains derivatives of the other functions with respect to the gains up to {@link #steady}, null for none
     * @param variances derivatives with respect to the variances
     * @param phiGradient derivatives with respect to the expanded autoregressive coefficients; overwritten
     * @param thetaGradient derivatives with respect to the expanded moving-average coefficients; overwritten
     */
    void gradient(
            double[] level,
            double weight,
            double[][] gains,
            double[] variances,
            double[] phiGradient,
            double[] thetaGradient,
            double[] factorGradient) {
        int s = dimension;
        double[] phi = polynomials.phi;
        double[] theta = polynomials.theta;
        Arrays.fill(innovationAdjoint, 0, steady, 0);
        for (int t = steady; t < n; t++) {
            innovationAdjoint[t] = weight * innovation[t];
        }
        inverse.backward(innovationAdjoint, steady, n);
        for (int lag : polynomials.maLags) {
            double coefficient = theta[lag - 1];
            for (int t = steady - lag; t < Math.min(steady, n - lag); t++) {
                innovationAdjoint[t] -= coefficient * innovationAdjoint[t + lag];
            }
        }
        LaggedProducts.subtractProducts(innovationAdjoint, level, polynomials.arLags, phiGradient, steady, n);
        LaggedProducts.subtractProducts(innovationAdjoint, innovation, polynomials.maLags, thetaGradient, steady, n);

        Arrays.fill(gainAdjoint, 0);
        Arrays.fill(incrementAdjoint, 0);
        Arrays.fill(stateAdjoint, 0);
        double varianceAdjoint = 0;
        for (int t = steady - 1; t >= 0; t--) {
            double[] k = gain[t];
            double[] l = increment[t];
            double f = variance[t];
            double v = innovation[t];
            double inverse = 1 / f;
            double g = v * inverse;
            double a = level[t] - v;
            if (polynomials.isWide()) {
                double gSum = LaggedProducts.product(stateAdjoint, k, 0, 0, s);
                double aSum = 0;
                for (int lag : polynomials.arLags) {
                    aSum += phi[lag - 1] * stateAdjoint[lag - 1];
                    phiGradient[lag - 1] += a * stateAdjoint[lag - 1];
                }
                double firstAdjoint = 0;
                if (l != null) {
                    double first = l[0];
                    double c = first * inverse;
                    double cSum = -LaggedProducts.product(incrementAdjoint, k, 0, 0, s)
                            - LaggedProducts.product(l, gainAdjoint, 1, 1, s + 1);
                    for (int lag : polynomials.arLags) {
                        cSum -= gainAdjoint[lag - 1] * phi[lag - 1] * first;
                    }
                    subtractIncrement(gainAdjoint, gainAdjoint, incrementAdjoint, s, c);
                    firstAdjoint = cSum * inverse - 2 * c * varianceAdjoint;
                    for (int lag : polynomials.arLags) {
                        firstAdjoint += phi[lag - 1] * incrementAdjoint[lag - 1];
                        phiGradient[lag - 1] += first * incrementAdjoint[lag - 1];
                    }
                    varianceAdjoint += varianceAdjoint * c * c - cSum * c * inverse;
                }
                LaggedProducts.add(g, stateAdjoint, gainAdjoint, s);
                varianceAdjoint += 0.5 * inverse - 0.5 * weight * g * g - gSum * g * inverse;
                if (gains != null && gains[t] != null) {
                    LaggedProducts.add(1, gains[t], gainAdjoint, s);
                    varianceAdjoint += variances[t];
                }
                System.arraycopy(incrementAdjoint, 0, incrementAdjoint, 1, s);
                System.arraycopy(stateAdjoint, 0, stateAdjoint, 1, s);
                incrementAdjoint[0] = firstAdjoint;
                stateAdjoint[0] = aSum - innovationAdjoint[t] - weight * g - gSum * inverse;
                continue;
            }
            double first = l[0];
            double c = first * inverse;
            double[] kAdjoint = gainAdjoint;
            double[] lAdjoint = incrementAdjoint;
            double[] aAdjoint = stateAdjoint;
            double[] kNew = nextGainAdjoint;
            double[] lNew = nextIncrementAdjoint;
            double[] aNew = nextStateAdjoint;
            double cSum = 0;
            double gSum = 0;
            double firstSum = 0;
            double aSum = 0;
            for (int i = 0; i < s; i++) {
                double moved = phi[i] * first + l[i + 1];
                double movedAdjoint = lAdjoint[i] - c * kAdjoint[i];
                cSum -= lAdjoint[i] * k[i] + kAdjoint[i] * moved;
                gSum += aAdjoint[i] * k[i];
                firstSum += phi[i] * movedAdjoint;
                aSum += phi[i] * aAdjoint[i];
                phiGradient[i] += first * movedAdjoint + a * aAdjoint[i];
                kNew[i] = kAdjoint[i] - c * lAdjoint[i] + g * aAdjoint[i];
                lNew[i + 1] = movedAdjoint;
                aNew[i + 1] = aAdjoint[i];
            }
            double firstAdjoint = firstSum - 2 * c * varianceAdjoint + cSum * inverse;
            double vAdjoint = innovationAdjoint[t] + weight * g + gSum * inverse;
            varianceAdjoint = varianceAdjoint * (1 + c * c)
                    - cSum * c * inverse
                    - gSum * g * inverse
                    - 0.5 * weight * g * g
                    + 0.5 * inverse;
            if (gains != null && gains[t] != null) {
                for (int i = 0; i < s; i++) {
                    kNew[i] += gains[t][i];
                }
                varianceAdjoint += variances[t];
            }
            lNew[0] = firstAdjoint;
            aNew[0] = aSum - vAdjoint;
            gainAdjoint = kNew;
            nextGainAdjoint = kAdjoint;
            incrementAdjoint = lNew;
            nextIncrementAdjoint = lAdjoint;
            stateAdjoint = aNew;
            nextStateAdjoint = aAdjoint;
        }
        for (int i = 0; i < s; i++) {
            gainAdjoint[i] += incrementAdjoint[i];
        }
        autocovariance.adjoint(varianceAdjoint, gainAdjoint, phiGradient, thetaGradient);
        polynomials.pullBack(phiGradient, thetaGradient, factorGradient);
    }
}
