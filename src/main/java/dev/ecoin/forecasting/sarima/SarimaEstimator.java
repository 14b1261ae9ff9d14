package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.optimisation.Bfgs;
import dev.ecoin.forecasting.optimisation.Convergence;
import dev.ecoin.forecasting.optimisation.Minimum;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.SeriesException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One series and one order on the way to a {@link Sarima}. Mutable; one per thread and fit. */
final class SarimaEstimator {

    /** Differences this small against the level are rounding, not variation. */
    private static final double ROUNDING = 1e-12;

    private static final Convergence TIGHT = new Convergence(1e-6, 1e-10, 200);
    private static final double LONGEST_STEP = 2;

    private final double[] values;
    private final SarimaOrder order;
    private final Constant constant;
    private final ArmaPolynomials polynomials;
    private final boolean complete;
    /** Differenced values, or where some are missing those of the interpolated series. */
    private final double[] differenced;

    private final double differencedRegressor;
    private final ExactLikelihood likelihood;

    SarimaEstimator(double[] values, SarimaOrder order, Constant constant) {
        if (!constant.fits(order)) {
            throw new IllegalArgumentException("a " + constant.name().toLowerCase(java.util.Locale.ROOT)
                    + " is not identified under d = " + order.d() + ", D = " + order.D());
        }
        this.values = values.clone();
        this.order = order;
        this.constant = constant;
        polynomials = new ArmaPolynomials(order);
        int present = 0;
        double largest = 0;
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new SeriesException(Reason.NOT_FINITE, "infinite value");
            }
            if (!Double.isNaN(value)) {
                present++;
                largest = Math.max(largest, Math.abs(value));
            }
        }
        int needed = order.differenced() + order.coefficients() + (constant == Constant.NONE ? 0 : 1) + 1;
        if (present < needed) {
            throw new SeriesException(
                    Reason.TOO_SHORT,
                    present + " observations, but " + order + (constant == Constant.NONE ? "" : " with constant")
                            + " needs at least " + needed);
        }
        complete = present == values.length;
        differenced = ArmaPolynomials.difference(complete ? this.values : interpolated(this.values), order);
        differencedRegressor = switch (constant) {
            case NONE -> 0;
            case MEAN -> 1;
            case DRIFT -> order.d() == 1 ? 1 : order.period();
        };
        double centre = constant == Constant.NONE ? 0 : differenced[0];
        double variation = 0;
        for (double value : differenced) {
            variation = Math.max(variation, Math.abs(value - centre));
        }
        if (!(variation > ROUNDING * largest)) {
            throw new SeriesException(Reason.CONSTANT, "no variation left under " + order + " differencing");
        }
        likelihood = complete
                ? new ArmaLikelihood(polynomials, differenced, differencedRegressor)
                : new DiffuseLikelihood(polynomials, this.values, constant);
    }

    Sarima fit() {
        var objective = new ProfileObjective(polynomials, likelihood);
        Minimum best = minimise(objective);
        double[] factors = objective.coefficients(best.point());
        return assemble(factors, Double.NaN, best.converged());
    }

    Sarima at(double[] coefficients) {
        int arma = order.coefficients();
        int expected = arma + (constant == Constant.NONE ? 0 : 1);
        if (coefficients.length != expected) {
            throw new IllegalArgumentException(coefficients.length + " coefficients, but " + order + " has " + expected
                    + ": " + Sarima.names(order, constant));
        }
        double beta = constant == Constant.NONE ? Double.NaN : coefficients[arma];
        return assemble(Arrays.copyOf(coefficients, arma), beta, true);
    }

    private Minimum minimise(ProfileObjective objective) {
        var bfgs = new Bfgs(TIGHT, LONGEST_STEP);
        var exactStarts = starts(objective);
        if (!complete) {
            // The interpolated series is near enough to lead the slower filter to the right hill.
            var near = new ProfileObjective(
                    polynomials, new ArmaLikelihood(polynomials, differenced, differencedRegressor));
            Minimum guide = best(bfgs, near, exactStarts);
            exactStarts = List.of(guide.point(), new double[objective.dimension()]);
        }
        Minimum best = best(bfgs, objective, exactStarts);
        if (!Double.isFinite(best.value())) {
            throw unidentified();
        }
        return best;
    }

    private static Minimum best(Bfgs bfgs, ProfileObjective objective, List<double[]> starts) {
        Minimum best = null;
        for (double[] start : starts) {
            Minimum found = bfgs.minimise(objective, start);
            if (best == null || found.value() < best.value()) {
                best = found;
            }
        }
        return best;
    }

    private List<double[]> starts(ProfileObjective objective) {
        var starts = new ArrayList<double[]>();
        int n = objective.dimension();
        starts.add(new double[n]);
        if (n == 0) {
            return starts;
        }
        int p = order.p();
        int q = order.q();
        for (double[] signs : new double[][] {{0.8, -0.4}, {-0.6, 0.8}, {1.5, -1.2}}) {
            var start = new double[n];
            for (int i = 0; i < n; i++) {
                boolean first = i == 0 || i == p || i == p + q || i == p + q + order.P();
                boolean autoregressive = i < p || i >= p + q && i < p + q + order.P();
                start[i] = first ? signs[autoregressive ? 0 : 1] : 0;
            }
            starts.add(start);
        }
        return starts;
    }

    private Sarima assemble(double[] factors, double fixedBeta, boolean converged) {
        polynomials.expand(factors);
        double value = likelihood.value(fixedBeta);
        if (likelihood instanceof DiffuseLikelihood diffuse && diffuse.undetermined() > 0) {
            throw unidentified();
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the autoregressive part is not stationary");
        }
        int n = likelihood.observations();
        double beta = likelihood.beta();
        double logLikelihood = -value - 0.5 * n * (1 + Math.log(2 * Math.PI));
        double sigma2 = likelihood.sumOfSquares() / n;
        var ljungBox = LjungBox.of(likelihood.standardised(), LjungBox.lags(n, order.period()), order.coefficients());
        FilterState state = state(beta);
        int arma = factors.length;
        var coefficients = Arrays.copyOf(factors, arma + (constant == Constant.NONE ? 0 : 1));
        if (constant != Constant.NONE) {
            coefficients[arma] = beta;
        }
        double[] errors = standardErrors(coefficients);
        var estimate = new Sarima.Estimate(coefficients, errors, sigma2, logLikelihood, n);
        return new Sarima(
                order, constant, estimate, state, values.length, diagnostics(factors, errors, ljungBox, converged));
    }

    private FilterState state(double beta) {
        if (likelihood instanceof DiffuseLikelihood diffuse) {
            return diffuse.state();
        }
        var autocovariance = new Autocovariance(polynomials);
        autocovariance.compute();
        var space = new StateSpace(polynomials, new double[0], false);
        space.initialise(autocovariance);
        double level = beta * differencedRegressor;
        boolean converged = false;
        for (int t = 0; t < differenced.length; t++) {
            double value = differenced[t] - level;
            if (converged) {
                space.follow(value);
            } else {
                if (t > 0) {
                    space.predict();
                }
                space.update(value, 0);
                converged = space.settled();
            }
        }
        FilterState stationary = space.state(0);
        int levels = order.differenced();
        var mean = Arrays.copyOf(stationary.mean(), stationary.mean().length + levels);
        int n = values.length;
        for (int j = 0; j < levels; j++) {
            mean[stationary.mean().length + j] = values[n - 2 - j] - beta * constant.regressor(n - 1L - j);
        }
        return new FilterState(mean, stationary.packed(), stationary.uncertain());
    }

    /** Inverse of the observed information in the coefficients, by differences of the gradient where there is one. */
    private double[] standardErrors(double[] coefficients) {
        int k = coefficients.length;
        var errors = new double[k];
        Arrays.fill(errors, Double.NaN);
        if (k == 0) {
            return errors;
        }
        var information = likelihood instanceof ArmaLikelihood analytic
                ? information(analytic, coefficients)
                : information(coefficients);
        double[][] covariance = SmallMatrices.invert(information);
        if (covariance != null) {
            for (int i = 0; i < k; i++) {
                errors[i] = Math.sqrt(covariance[i][i]);
            }
        }
        return errors;
    }

    private double[] steps(double[] coefficients) {
        var steps = new double[coefficients.length];
        Arrays.fill(steps, 1e-4);
        if (constant != Constant.NONE) {
            steps[steps.length - 1] = 1e-3 * Math.sqrt(likelihood.sumOfSquares() / likelihood.observations());
        }
        return steps;
    }

    private double[][] information(ArmaLikelihood analytic, double[] coefficients) {
        int k = coefficients.length;
        int arma = order.coefficients();
        double[] steps = steps(coefficients);
        var hessian = new double[k][k];
        var gradient = new double[k];
        var factorGradient = new double[arma];
        for (int i = 0; i < k; i++) {
            for (int side = -1; side <= 1; side += 2) {
                var moved = coefficients.clone();
                moved[i] += side * steps[i];
                polynomials.expand(moved);
                double value = analytic.value(constant == Constant.NONE ? Double.NaN : moved[arma]);
                if (!Double.isFinite(value)) {
                    hessian[i][i] = Double.NaN;
                    return hessian;
                }
                analytic.gradient(factorGradient);
                System.arraycopy(factorGradient, 0, gradient, 0, arma);
                if (constant != Constant.NONE) {
                    gradient[arma] = analytic.betaGradient();
                }
                for (int j = 0; j < k; j++) {
                    double term = side * gradient[j] / (4 * steps[i]);
                    hessian[i][j] += term;
                    hessian[j][i] += term;
                }
            }
        }
        return hessian;
    }

    private double[][] information(double[] coefficients) {
        int k = coefficients.length;
        int arma = order.coefficients();
        double[] steps = steps(coefficients);
        var hessian = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int a = -1; a <= 1; a += 2) {
                    for (int b = -1; b <= 1; b += 2) {
                        var moved = coefficients.clone();
                        moved[i] += a * 5 * steps[i];
                        moved[j] += b * 5 * steps[j];
                        polynomials.expand(moved);
                        sum += a * b * likelihood.value(constant == Constant.NONE ? Double.NaN : moved[arma]);
                    }
                }
                hessian[i][j] = sum / (100 * steps[i] * steps[j]);
                hessian[j][i] = hessian[i][j];
            }
        }
        return hessian;
    }

    private Diagnostics diagnostics(double[] factors, double[] errors, LjungBox ljungBox, boolean converged) {
        int p = order.p();
        int q = order.q();
        var ar = SmallMatrices.reciprocalRoots(Arrays.copyOfRange(factors, 0, p));
        var ma = SmallMatrices.reciprocalRoots(negated(Arrays.copyOfRange(factors, p, p + q)));
        var sar = SmallMatrices.reciprocalRoots(Arrays.copyOfRange(factors, p + q, p + q + order.P()));
        var sma =
                SmallMatrices.reciprocalRoots(negated(Arrays.copyOfRange(factors, p + q + order.P(), factors.length)));
        double arDistance = Math.min(distance(ar, 1), distance(sar, order.period()));
        double maDistance = Math.min(distance(ma, 1), distance(sma, order.period()));
        double rootGap = Math.min(gap(ar, ma), gap(sar, sma));
        Set<Diagnostics.Warning> warnings = EnumSet.noneOf(Diagnostics.Warning.class);
        if (arDistance < Diagnostics.NEAR_UNIT) {
            warnings.add(Diagnostics.Warning.NEAR_UNIT_AR_ROOT);
        }
        if (maDistance < Diagnostics.NEAR_UNIT) {
            warnings.add(Diagnostics.Warning.NEAR_UNIT_MA_ROOT);
        }
        if (rootGap < Diagnostics.NEAR_CANCELLING) {
            warnings.add(Diagnostics.Warning.NEAR_CANCELLING_ROOTS);
        }
        if (!converged) {
            warnings.add(Diagnostics.Warning.NOT_CONVERGED);
        }
        if (errors.length > 0 && Double.isNaN(errors[0])) {
            warnings.add(Diagnostics.Warning.NO_STANDARD_ERRORS);
        }
        int missing = 0;
        for (double value : values) {
            if (Double.isNaN(value)) {
                missing++;
            }
        }
        return new Diagnostics(
                ljungBox,
                arDistance,
                maDistance,
                rootGap,
                Diagnostics.scale(values, order.period()),
                missing,
                warnings);
    }

    private static double[] negated(double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = -a[i];
        }
        return a;
    }

    private static double distance(double[][] reciprocals, int period) {
        double largest = 0;
        for (int i = 0; i < reciprocals[0].length; i++) {
            largest = Math.max(largest, Math.hypot(reciprocals[0][i], reciprocals[1][i]));
        }
        return Math.pow(largest, -1.0 / period) - 1;
    }

    private static double gap(double[][] left, double[][] right) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < left[0].length; i++) {
            for (int j = 0; j < right[0].length; j++) {
                smallest = Math.min(smallest, Math.hypot(left[0][i] - right[0][j], left[1][i] - right[1][j]));
            }
        }
        return smallest;
    }

    private SeriesException unidentified() {
        return new SeriesException(
                Reason.UNIDENTIFIED, "missing values leave a level of " + order + " without any observation");
    }

    /** Missing values on straight lines between their neighbours, flat at the ends. */
    private static double[] interpolated(double[] values) {
        var result = values.clone();
        int last = -1;
        for (int t = 0; t < result.length; t++) {
            if (Double.isNaN(result[t])) {
                continue;
            }
            for (int s = last + 1; s < t; s++) {
                result[s] = last < 0 ? result[t] : result[last] + (result[t] - result[last]) * (s - last) / (t - last);
            }
            last = t;
        }
        Arrays.fill(result, last + 1, result.length, result[last]);
        return result;
    }
}
