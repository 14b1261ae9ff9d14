package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.Interruption;
import java.util.Arrays;

/**
 * Exact likelihood with missing observations: the Kalman filter with exact diffuse levels. The scale is R's, without
 * the density of the observations that determine the levels; so their diffuse variances, which are not 1 if there are
 * gaps among the first observations, do not count either. O(dimension squared) per step. Mutable workspace; one per
 * thread.
 */
final class DiffuseLikelihood implements ExactLikelihood {

    /** Number of multiplications, some tens of milliseconds, above which a pass is not repeated for the last digits. */
    private static final double MOST_WORK = 1e7;

    private final double[] values;
    private final Constant constant;
    private final Autocovariance autocovariance;
    private final ArmaPolynomials polynomials;
    private final double[] delta;
    private final int observations;
    private final double[] innovation;
    private final double[] regressorInnovation;
    private final double[] variance;

    private double beta;
    private double sumOfSquares;
    private StateSpace filter;

    DiffuseLikelihood(ArmaPolynomials polynomials, double[] values, Constant constant) {
        this.polynomials = polynomials;
        this.values = values;
        this.constant = constant;
        autocovariance = new Autocovariance(polynomials);
        delta = ArmaPolynomials.differencing(polynomials.order);
        int present = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                present++;
            }
        }
        observations = present - delta.length;
        innovation = new double[values.length];
        regressorInnovation = new double[values.length];
        variance = new double[values.length];
    }

    @Override
    public double value(double fixedBeta) {
        return autocovariance.compute() ? pass(fixedBeta) : Double.POSITIVE_INFINITY;
    }

    private double pass(double fixedBeta) {
        filter = new StateSpace(polynomials, delta, constant != Constant.NONE);
        filter.initialise(autocovariance);
        Arrays.fill(innovation, Double.NaN);
        double logs = 0;
        double zz = 0;
        double zv = 0;
        boolean settled = false;
        for (int t = 0; t < values.length; t++) {
            boolean present = !Double.isNaN(values[t]);
            boolean diffuse = false;
            if (settled && present) {
                filter.follow(values[t], constant.regressor(t + 1L));
            } else {
                Interruption.check();
                settled = false;
                if (t > 0) {
                    filter.predict();
                }
                if (!present) {
                    continue;
                }
                diffuse = filter.update(values[t], constant.regressor(t + 1L));
                if (!(filter.variance > 0)) {
                    return Double.POSITIVE_INFINITY;
                }
                if (!diffuse) {
                    logs += Math.log(filter.variance);
                }
                settled = filter.settled();
                if (settled) {
                    filter.settle();
                }
            }
            if (!diffuse) {
                innovation[t] = filter.innovation;
                regressorInnovation[t] = filter.regressorInnovation;
                variance[t] = filter.variance;
                zz += filter.regressorInnovation * filter.regressorInnovation / filter.variance;
                zv += filter.regressorInnovation * filter.innovation / filter.variance;
            }
        }
        beta = constant == Constant.NONE ? 0 : Double.isNaN(fixedBeta) ? zv / zz : fixedBeta;
        double sum = 0;
        for (int t = 0; t < values.length; t++) {
            if (!Double.isNaN(innovation[t])) {
                innovation[t] -= beta * regressorInnovation[t];
                sum += innovation[t] * innovation[t] / variance[t];
            }
        }
        sumOfSquares = sum;
        double value = 0.5 * observations * Math.log(sum / observations) + 0.5 * logs;
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    /** Approximate number of multiplications of a pass. */
    private double work() {
        double dimension = polynomials.states + delta.length;
        return values.length * dimension * dimension;
    }

    /** Solves for the initial covariance unless that is expensive. */
    @Override
    public FilterState state(double[] levels) {
        if (work() <= MOST_WORK) {
            if (!autocovariance.solve()) {
                autocovariance.compute();
            }
            pass(beta);
        }
        return filter.state(beta);
    }

    @Override
    public int observations() {
        return observations;
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
        var result = new double[values.length];
        for (int t = 0; t < result.length; t++) {
            result[t] = innovation[t] / Math.sqrt(variance[t]);
        }
        return result;
    }
}
