package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.Interruption;
import dev.ecoin.forecasting.optimisation.SmoothFunction;

/** The concentrated likelihood as a function of unconstrained parameters. */
final class ProfileObjective implements SmoothFunction {

    private static final double STEP = 1e-5;

    private final StationaryMap map;
    private final ArmaPolynomials polynomials;
    private final ExactLikelihood likelihood;
    private final double[] coefficients;
    private final double[] coefficientGradient;
    private final double[] point;

    ProfileObjective(ArmaPolynomials polynomials, ExactLikelihood likelihood) {
        this.polynomials = polynomials;
        this.likelihood = likelihood;
        map = new StationaryMap(polynomials.order);
        int n = polynomials.order.coefficients();
        coefficients = new double[n];
        coefficientGradient = new double[n];
        point = new double[n];
    }

    /** Factor by which the filter's convergence tolerances exceed those of an exact pass. */
    void tolerance(double factor) {
        likelihood.tolerance(factor);
    }

    @Override
    public int dimension() {
        return point.length;
    }

    @Override
    public double value(double[] x) {
        System.arraycopy(x, 0, point, 0, x.length);
        return evaluate(x);
    }

    private double evaluate(double[] x) {
        Interruption.check();
        map.coefficients(x, coefficients);
        polynomials.expand(coefficients);
        return likelihood.value(Double.NaN);
    }

    @Override
    public void gradient(double[] gradient) {
        if (likelihood.gradient(coefficientGradient)) {
            map.pullBack(coefficientGradient, gradient);
            return;
        }
        var moved = point.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = point[i] + STEP;
            double up = evaluate(moved);
            moved[i] = point[i] - STEP;
            gradient[i] = (up - evaluate(moved)) / (2 * STEP);
            moved[i] = point[i];
        }
    }

    /** Fisher information of the coefficients (Box, Jenkins, Reinsel and Ljung 2015, ch. 7.2), transformed to x. */
    @Override
    public boolean curvature(double[][] hessian) {
        int k = point.length;
        var information = new double[k][k];
        FisherInformation.of(polynomials.order, coefficients, information);
        // Column by column: hessian = J' I J, where the pull-back of a row is that row times J.
        var half = new double[k][k];
        for (int i = 0; i < k; i++) {
            map.pullBack(information[i], half[i]);
        }
        var column = new double[k];
        var row = new double[k];
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < k; i++) {
                column[i] = half[i][j];
            }
            map.pullBack(column, row);
            for (int i = 0; i < k; i++) {
                hessian[i][j] = likelihood.observations() * row[i];
            }
        }
        return true;
    }

    /** Factor coefficients of unconstrained parameters. */
    double[] coefficients(double[] x) {
        map.coefficients(x, coefficients);
        return coefficients.clone();
    }

    /** Unconstrained parameters near factor coefficients. */
    double[] parameters(double[] factors) {
        return map.parameters(factors);
    }
}
