package dev.ecoin.forecasting.sarima;

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
        map.coefficients(x, coefficients);
        polynomials.expand(coefficients);
        return likelihood.value(Double.NaN);
    }

    @Override
    public void gradient(double[] gradient) {
        if (likelihood instanceof ArmaLikelihood analytic) {
            analytic.gradient(coefficientGradient);
            map.pullBack(coefficientGradient, gradient);
            return;
        }
        var moved = point.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = point[i] + STEP;
            double up = evaluate(moved);
            moved[i] = point[i] - STEP;
            double down = evaluate(moved);
            moved[i] = point[i];
            gradient[i] = (up - down) / (2 * STEP);
        }
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
