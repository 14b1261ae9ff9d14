package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.optimisation.Bfgs;
import dev.ecoin.forecasting.optimisation.Convergence;
import dev.ecoin.forecasting.optimisation.Minimum;
import dev.ecoin.forecasting.series.SeasonalScale;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.SeriesException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Fits one order to one series. Mutable; one per thread and fit. */
final class SarimaEstimator {

    /** Differences this small relative to the level are rounding errors, not variation. */
    static final double ROUNDING = 1e-12;

    private static final double LONGEST_STEP = 2;
    private static final Bfgs GLANCE = new Bfgs(new Convergence(1e-2, 1e-2, 8), LONGEST_STEP);
    private static final Bfgs ROUGH = new Bfgs(new Convergence(1e-2, 3e-3, 15), LONGEST_STEP);
    private static final Bfgs FINE = new Bfgs(new Convergence(1e-6, 1e-7, 100), LONGEST_STEP);
    private static final int SPECTRAL = 28;
    private static final int SPECTRAL_AFTER_SEARCH = 6;
    private static final int SPECTRAL_UNMIXED = 3;
    private static final int PURSUED = 14;
    private static final int POLISHED = 6;
    /** Runs further than this behind the best, in log-likelihood, are abandoned. */
    private static final double FAR_BEHIND = 3;

    private static final double BEHIND = 1;
    /** The same bound for points found on the interpolated series and not yet optimised on the exact likelihood. */
    private static final double FAR_BELOW = 10;

    /** Longer series are started from fewer points. */
    private static final int LONG = 1500;

    /** The likelihood of shorter series has local maxima that no spectrum shows, some at the bounds. */
    private static final int SHORT = 400;

    /** Even shorter series have them also for orders without nearly cancelling pairs, which otherwise have few. */
    private static final int VERY_SHORT = 50;

    private static final int[] HALTON_BASES = {2, 3, 5, 7, 11, 13};
    private static final double SCATTERED_WITHIN = 2;

    /** For longer series with gaps and few maxima, all runs but the last may use an unconverged filter. */
    private static final double GLANCE_TOLERANCE = 1e5;

    private static final double ROUGH_TOLERANCE = 1e3;

    /** Tolerance of first glances at other long series. */
    private static final double LONG_TOLERANCE = 1e3;

    /** Radii of pairs of roots whose moving average is all but on the unit circle. */
    private static final double AR_RADIUS = 0.97;

    private static final double MA_RADIUS = 0.9999;
    private static final int MOST_FREQUENCIES = 80;
    private static final double INTEGRATED = 0.9;
    private static final double NEAR_UNIT_START = 0.995;
    /** A rough run further than this behind the best, in log-likelihood, is not polished. */
    private static final double PROMISING = 2;

    private final double[] values;
    private final SarimaOrder order;
    private final Constant constant;
    private final ArmaPolynomials polynomials;
    private final boolean complete;
    /** Whether an autoregressive and a moving-average factor of one lag may nearly cancel. */
    private final boolean pairs;
    /** Whether to search for local maxima that no spectrum shows. */
    private final boolean hilly;
    /** The values, interpolated where missing. */
    private final double[] filled;

    private final double[] differenced;

    private final double differencedRegressor;
    private final ExactLikelihood likelihood;
    /** Levels that the missing values leave without any observation. */
    private final int undetermined;

    /** Parameters at a maximum of the likelihood, without the rest of a model, which takes longer. */
    record Optimum(double[] factors, boolean converged, double aicc) {}

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
        filled = complete ? this.values : interpolated(this.values);
        differenced = ArmaPolynomials.difference(filled, order);
        pairs = order.p() * order.q() + order.P() * order.Q() > 0;
        hilly = differenced.length < (pairs ? SHORT : VERY_SHORT);
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
        if (complete) {
            undetermined = 0;
            likelihood = new ArmaLikelihood(polynomials, differenced, differencedRegressor);
        } else {
            var levels = InitialLevels.of(this.values, ArmaPolynomials.differencing(order));
            undetermined = levels.undetermined();
            likelihood = new AdditiveOutlierLikelihood(
                    polynomials,
                    this.values,
                    differenced,
                    differencedRegressor,
                    levels.logs(),
                    new DiffuseLikelihood(polynomials, this.values, constant));
        }
    }

    /** The best optimum found, wherever its roots are. */
    Sarima fit() {
        var objective = new ProfileObjective(polynomials, likelihood);
        List<double[]> starts = starts(objective, effort(SPECTRAL));
        if (hilly && order.p() > 0 && order.q() > 0) {
            onUnitCircle().forEach(factors -> starts.add(objective.parameters(factors)));
        }
        Minimum best = optima(objective, starts).get(0);
        return assemble(objective.coefficients(best.point()), Double.NaN, best.converged());
    }

    /**
     * The best optimum found that selection may choose.
     *
     * @param near factor coefficients to start from
     * @param thorough whether to start from other points too
     * @return null if no optimum is admissible
     */
    Optimum admissible(List<double[]> near, boolean thorough) {
        var objective = new ProfileObjective(polynomials, likelihood);
        var starts = new ArrayList<double[]>();
        near.forEach(factors -> starts.add(objective.parameters(factors)));
        if (thorough) {
            starts.addAll(starts(objective, SPECTRAL_AFTER_SEARCH));
        }
        for (Minimum optimum : optima(objective, starts)) {
            double[] factors = objective.coefficients(optimum.point());
            if (Roots.of(order, factors).admissible()) {
                int parameters = order.coefficients() + (constant == Constant.NONE ? 0 : 1) + 1;
                int n = likelihood.observations();
                double aicc = Sarima.aicc(logLikelihood(optimum.value()), parameters, n);
                return new Optimum(factors, optimum.converged(), aicc);
            }
        }
        return null;
    }

    /** The model with these parameters. */
    Sarima at(Optimum optimum) {
        return assemble(optimum.factors(), Double.NaN, optimum.converged());
    }

    Sarima at(double[] coefficients) {
        check(coefficients);
        return assemble(Arrays.copyOf(coefficients, order.coefficients()), fixedBeta(coefficients), true);
    }

    /**
     * Innovations at given parameters, divided by their standard deviations in units of sigma; NaN where there are
     * none.
     */
    double[] standardised(double[] coefficients) {
        check(coefficients);
        polynomials.expand(Arrays.copyOf(coefficients, order.coefficients()));
        likelihood.value(fixedBeta(coefficients));
        return likelihood.standardised();
    }

    private double fixedBeta(double[] coefficients) {
        return constant == Constant.NONE ? Double.NaN : coefficients[order.coefficients()];
    }

    private void check(double[] coefficients) {
        int expected = order.coefficients() + (constant == Constant.NONE ? 0 : 1);
        if (coefficients.length != expected) {
            throw new IllegalArgumentException(coefficients.length + " coefficients, but " + order + " has " + expected
                    + ": " + Sarima.names(order, constant));
        }
    }

    private List<Minimum> optima(ProfileObjective objective, List<double[]> starts) {
        if (undetermined > 0) {
            throw unidentified();
        }
        List<Minimum> optima;
        if (complete) {
            optima = climb(objective, starts);
        } else {
            // The interpolated series has cheaper passes and leads to most of the local maxima.
            var near = new ProfileObjective(
                    polynomials, new ArmaLikelihood(polynomials, differenced, differencedRegressor));
            var guided = new ArrayList<double[]>();
            List<double[]> guides = hilly ? starts : starts.subList(0, Math.min(starts.size(), SPECTRAL_AFTER_SEARCH));
            (rugged() ? climb(near, guides) : roughly(near, guides)).forEach(optimum -> guided.add(optimum.point()));
            guided.add(new double[objective.dimension()]);
            if (hilly) {
                guided.addAll(starts);
                optima = climb(objective, guided);
            } else if (rugged()) {
                guided.sort(Comparator.comparingDouble(objective::value));
                int most = differenced.length > LONG ? 1 : 2;
                optima = climb(objective, guided.subList(0, Math.min(most, guided.size())));
            } else {
                int most = differenced.length > LONG || !pairs ? 1 : 2;
                optima = further(objective, FINE, valued(objective, guided), most, FAR_BELOW);
            }
        }
        if (optima.isEmpty()) {
            throw unidentified();
        }
        return optima;
    }

    /** Whether the likelihood may have several maxima: due to several nearly cancelling pairs, or a short series. */
    private boolean rugged() {
        return pairs && order.coefficients() > 2 || differenced.length < SHORT;
    }

    private static List<Minimum> valued(ProfileObjective objective, List<double[]> points) {
        var valued = new ArrayList<Minimum>();
        points.forEach(point -> valued.add(new Minimum(point, objective.value(point), 1, false)));
        return valued;
    }

    /** Runs of increasing length from decreasing numbers of starts; the best optimum comes first. */
    private List<Minimum> climb(ProfileObjective objective, List<double[]> starts) {
        return further(objective, FINE, roughly(objective, starts), effort(POLISHED), BEHIND);
    }

    /** All runs but the last. */
    private List<Minimum> roughly(ProfileObjective objective, List<double[]> starts) {
        var first = new ArrayList<Minimum>();
        var paths = new Paths();
        boolean coarse = !complete && !rugged();
        objective.tolerance(coarse ? GLANCE_TOLERANCE : differenced.length > LONG ? LONG_TOLERANCE : 1);
        for (double[] start : starts) {
            paths.next();
            Minimum found = GLANCE.minimise(objective, start, paths);
            if (Double.isFinite(found.value()) && !paths.met()) {
                first.add(found);
            }
        }
        objective.tolerance(coarse ? ROUGH_TOLERANCE : 1);
        List<Minimum> second =
                first.size() <= POLISHED ? first : further(objective, ROUGH, first, effort(PURSUED), FAR_BEHIND);
        objective.tolerance(1);
        return second;
    }

    /** Reduces the effort for long series, whose passes cost more and whose likelihoods have fewer relevant maxima. */
    private int effort(int usual) {
        return differenced.length > LONG ? (2 * usual + 2) / 3 : usual;
    }

    /** Continues from the best points, without those that meet another run or are too far behind. */
    private static List<Minimum> further(
            ProfileObjective objective, Bfgs bfgs, List<Minimum> from, int most, double margin) {
        from.sort(Comparator.comparingDouble(Minimum::value));
        var result = new ArrayList<Minimum>();
        var paths = new Paths();
        double best = Double.POSITIVE_INFINITY;
        for (Minimum candidate : from) {
            if (result.size() == most || candidate.value() > best + margin) {
                break;
            }
            paths.next();
            Minimum found = bfgs.minimise(objective, candidate.point(), paths);
            best = Math.min(best, found.value());
            if (!paths.met()) {
                result.add(found);
            }
        }
        result.sort(Comparator.comparingDouble(Minimum::value));
        return result;
    }

    private List<double[]> starts(ProfileObjective objective, int mixed) {
        var starts = new ArrayList<double[]>();
        int n = objective.dimension();
        if (n == 0) {
            starts.add(new double[n]);
            return starts;
        }
        if (hilly) {
            starts.addAll(scattered(n, 2 * Math.min(n * n, mixed)));
        }
        double[] regressed = HannanRissanen.start(differenced, constant != Constant.NONE, order);
        starts.add(regressed == null ? new double[n] : objective.parameters(regressed));
        int spectral = pairs ? mixed : Math.min(mixed, SPECTRAL_UNMIXED);
        for (double[] factors : new SpectralStarts(differenced, constant != Constant.NONE, order).best(spectral)) {
            starts.add(objective.parameters(factors));
        }
        if (order.p() > 0 && nearUnitRoot()) {
            var once = new double[differenced.length - 1];
            for (int t = 0; t < once.length; t++) {
                once[t] = differenced[t + 1] - differenced[t];
            }
            var smaller = new SarimaOrder(order.p() - 1, 0, order.q(), order.P(), 0, order.Q(), order.period());
            for (double[] factors : smaller.coefficients() == 0
                    ? List.of(new double[0])
                    : new SpectralStarts(once, false, smaller).best(spectral)) {
                starts.add(objective.parameters(withNearUnitRoot(factors)));
            }
        }
        if (!hilly && differenced.length < SHORT) {
            starts.addAll(scattered(n, n));
        }
        return starts;
    }

    /**
     * Factor coefficients that remove one frequency and nearly restore it. The spectrum of a short series is too coarse to
     * show such maxima, and Whittle's likelihood has none on the unit circle.
     */
    private List<double[]> onUnitCircle() {
        var points = new ArrayList<double[]>();
        int p = order.p();
        int q = order.q();
        int last = p > 1 && q > 1 ? Math.min(MOST_FREQUENCIES, Math.max(differenced.length / 2, 2)) : 1;
        for (int f = 0; f <= last; f++) {
            double cosine = Math.cos(Math.PI * f / last);
            boolean real = f == 0 || f == last;
            var factors = new double[order.coefficients()];
            factors[0] = (p == 1 ? 1 : 2) * AR_RADIUS * cosine;
            if (p > 1) {
                factors[1] = -AR_RADIUS * AR_RADIUS;
            }
            if (real) {
                factors[p] = -MA_RADIUS * cosine;
            } else {
                factors[p] = -2 * MA_RADIUS * cosine;
                factors[p + 1] = MA_RADIUS * MA_RADIUS;
            }
            points.add(factors);
        }
        return points;
    }

    /** Points that fill the unconstrained parameter space evenly (Halton 1960), to find optima at its bounds too. */
    private static List<double[]> scattered(int dimension, int count) {
        var points = new ArrayList<double[]>();
        for (int k = 1; k <= count; k++) {
            var point = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                int base = HALTON_BASES[i % HALTON_BASES.length];
                double digit = 1;
                for (int rest = k; rest > 0; rest /= base) {
                    digit /= base;
                    point[i] += digit * (rest % base);
                }
                point[i] = SCATTERED_WITHIN * (2 * point[i] - 1);
            }
            points.add(point);
        }
        return points;
    }

    /**
     * Whether the differenced series still appears integrated, so that cancelling pairs show only in its differences.
     */
    private boolean nearUnitRoot() {
        double mean = 0;
        for (double value : differenced) {
            mean += value / differenced.length;
        }
        double product = 0;
        double square = 0;
        for (int t = 0; t < differenced.length; t++) {
            double value = differenced[t] - mean;
            square += value * value;
            product += t > 0 ? value * (differenced[t - 1] - mean) : 0;
        }
        return product > INTEGRATED * square;
    }

    private double[] withNearUnitRoot(double[] factors) {
        int p = order.p();
        var result = new double[order.coefficients()];
        for (int i = 0; i < p; i++) {
            double same = i < p - 1 ? factors[i] : 0;
            double previous = i == 0 ? -1 : factors[i - 1];
            result[i] = same - NEAR_UNIT_START * previous;
        }
        System.arraycopy(factors, p - 1, result, p, result.length - p);
        return result;
    }

    private Sarima assemble(double[] factors, double fixedBeta, boolean converged) {
        if (undetermined > 0) {
            throw unidentified();
        }
        polynomials.expand(factors);
        double value = likelihood.value(fixedBeta);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the autoregressive part is not stationary");
        }
        int n = likelihood.observations();
        double beta = likelihood.beta();
        double logLikelihood = logLikelihood(value);
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
                order,
                constant,
                estimate,
                state,
                values.length,
                diagnostics(factors, errors, ljungBox, converged),
                List.of());
    }

    private double logLikelihood(double value) {
        return -value - 0.5 * likelihood.observations() * (1 + Math.log(2 * Math.PI));
    }

    private FilterState state(double beta) {
        int n = values.length;
        var levels = new double[order.differenced()];
        for (int j = 0; j < levels.length; j++) {
            levels[j] = filled[n - 2 - j] - beta * constant.regressor(n - 1L - j);
        }
        return likelihood.state(levels);
    }

    /** From the inverse of the observed information, by differences of the gradient if there is one. */
    private double[] standardErrors(double[] coefficients) {
        int k = coefficients.length;
        var errors = new double[k];
        Arrays.fill(errors, Double.NaN);
        if (k == 0) {
            return errors;
        }
        double[][] information = informationByGradients(coefficients);
        if (information == null) {
            information = informationByValues(coefficients);
        }
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

    /** null if there is no gradient. */
    private double[][] informationByGradients(double[] coefficients) {
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
                double value = likelihood.value(constant == Constant.NONE ? Double.NaN : moved[arma]);
                if (!Double.isFinite(value)) {
                    hessian[i][i] = Double.NaN;
                    return hessian;
                }
                if (!likelihood.gradient(factorGradient)) {
                    return null;
                }
                System.arraycopy(factorGradient, 0, gradient, 0, arma);
                if (constant != Constant.NONE) {
                    gradient[arma] = likelihood.betaGradient();
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

    private double[][] informationByValues(double[] coefficients) {
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
        Roots roots = Roots.of(order, factors);
        Set<Diagnostics.Warning> warnings = EnumSet.noneOf(Diagnostics.Warning.class);
        if (roots.ar() < Diagnostics.NEAR_UNIT) {
            warnings.add(Diagnostics.Warning.NEAR_UNIT_AR_ROOT);
        }
        if (roots.ma() < Diagnostics.NEAR_UNIT) {
            warnings.add(Diagnostics.Warning.NEAR_UNIT_MA_ROOT);
        }
        if (roots.gap() < Diagnostics.NEAR_CANCELLING) {
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
                roots.ar(),
                roots.ma(),
                roots.gap(),
                SeasonalScale.of(values, order.period()),
                missing,
                warnings);
    }

    private SeriesException unidentified() {
        return new SeriesException(
                Reason.UNIDENTIFIED, "missing values leave a level of " + order + " without any observation");
    }

    /** Interpolates missing values linearly; constant at the ends. */
    static double[] interpolated(double[] values) {
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
