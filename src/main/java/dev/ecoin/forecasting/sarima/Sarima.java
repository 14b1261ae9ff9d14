package dev.ecoin.forecasting.sarima;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * A SARIMA process with its parameters, fitted to a plain series on the caller's scale, and its state after the last
 * observation:
 *
 * <pre>phi(B) Phi(B^m) (1 - B)^d (1 - B^m)^D (y_t - beta x_t) = theta(B) Theta(B^m) e_t</pre>
 *
 * with theta(B) = 1 + ma1 B + ..., e_t of variance sigma2, and x_t = 1 (mean) or t (drift). Statistics are on the scale
 * of R's {@code stats::arima(method = "ML")}. Immutable.
 */
public final class Sarima {

    private final SarimaOrder order;
    private final Constant constant;
    private final Estimate estimate;
    private final FilterState state;
    private final long length;
    private final Diagnostics diagnostics;
    private final List<Candidate> candidates;

    Sarima(
            SarimaOrder order,
            Constant constant,
            Estimate estimate,
            FilterState state,
            long length,
            Diagnostics diagnostics,
            List<Candidate> candidates) {
        this.order = order;
        this.constant = constant;
        this.estimate = estimate;
        this.state = state;
        this.length = length;
        this.diagnostics = diagnostics;
        this.candidates = List.copyOf(candidates);
    }

    /**
     * Maximises the exact likelihood from several starts.
     *
     * @param values equally spaced observations, NaN where missing
     * @throws dev.ecoin.forecasting.series.SeriesException if the parameters are not identified: TOO_SHORT, CONSTANT,
     *     UNIDENTIFIED, or NOT_FINITE
     * @throws IllegalArgumentException if the constant does not fit the order's differencing
     */
    public static Sarima fit(double[] values, SarimaOrder order, Constant constant) {
        return new SarimaEstimator(values, order, constant).fit();
    }

    /**
     * A process with given instead of estimated parameters; sigma2 is the value that maximises the likelihood for them.
     *
     * @param coefficients ar1.., ma1.., sar1.., sma1.., then mean or drift if there is one
     * @throws dev.ecoin.forecasting.series.SeriesException as {@link #fit}
     * @throws IllegalArgumentException if the number of coefficients is wrong, the autoregressive part is not
     *     stationary or the constant does not fit the order's differencing
     */
    public static Sarima at(double[] values, SarimaOrder order, Constant constant, double... coefficients) {
        return new SarimaEstimator(values, order, constant).at(coefficients);
    }

    /**
     * Selects the order by AICc and fits it.
     *
     * @param values equally spaced observations, NaN where missing
     * @throws dev.ecoin.forecasting.series.SeriesException if no order can be fitted: EMPTY, TOO_SHORT, CONSTANT or
     *     NOT_FINITE
     */
    public static Sarima automatic(double[] values, Selection selection) {
        return new OrderSearch(values.clone(), selection).run();
    }

    public SarimaOrder order() {
        return order;
    }

    public Constant constant() {
        return constant;
    }

    /** Estimates by name, in R's order: ar1.., ma1.., sar1.., sma1.., mean or drift. */
    public Map<String, Double> coefficients() {
        return named(estimate.coefficients());
    }

    /** Standard errors from the observed information, NaN where it is not positive definite. */
    public Map<String, Double> standardErrors() {
        return named(estimate.standardErrors());
    }

    /** Innovation variance, sum of squares divided by {@link #observations()}. */
    public double sigma2() {
        return estimate.sigma2();
    }

    public double logLikelihood() {
        return estimate.logLikelihood();
    }

    /** Number of observations in the likelihood when fitted: non-missing ones minus d + D m. */
    public int observations() {
        return estimate.observations();
    }

    /** Number of parameters in the information criteria: coefficients, constant, sigma2. */
    public int parameters() {
        return estimate.coefficients().length + 1;
    }

    /** Akaike's information criterion. */
    public double aic() {
        return -2 * logLikelihood() + 2 * parameters();
    }

    /**
     * Akaike's information criterion corrected for small samples; positive infinity if there are too few observations.
     */
    public double aicc() {
        return aicc(logLikelihood(), parameters(), observations());
    }

    static double aicc(double logLikelihood, int parameters, int observations) {
        int k = parameters;
        int left = observations - k - 1;
        return left > 0 ? -2 * logLikelihood + 2 * k + 2.0 * k * (k + 1) / left : Double.POSITIVE_INFINITY;
    }

    /** Schwarz's information criterion. */
    public double bic() {
        return -2 * logLikelihood() + Math.log(observations()) * parameters();
    }

    /** Number of observations up to the present state, missing ones included; {@link #advance} increases it. */
    public long length() {
        return length;
    }

    /** Diagnostics of the fit; {@link #advance} does not change them. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }

    /** Models tried by automatic selection, best AICc first; empty if the order was given. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /**
     * Means and standard errors of the next steps.
     *
     * @throws IllegalArgumentException if the horizon is not positive
     */
    public Prediction forecast(int horizon) {
        check(horizon);
        var polynomials = polynomials();
        var recursion = new LevelRecursion(polynomials, ArmaPolynomials.differencing(order));
        double[] mean = means(horizon, space(polynomials), recursion, state.mean(), length);
        double[] psi = recursion.responses(horizon);
        var error = new double[horizon];
        double innovations = 0;
        for (int h = 0; h < horizon; h++) {
            innovations += psi[h] * psi[h];
            error[h] = innovations;
        }
        if (state.hasCovariance()) {
            var space = space(polynomials);
            double[] row = space.observationRow();
            for (int h = 0; h < horizon; h++) {
                space.predictRow(row);
                error[h] += state.variance(row);
            }
        }
        for (int h = 0; h < horizon; h++) {
            error[h] = Math.sqrt(sigma2() * error[h]);
        }
        return new Prediction(mean, error);
    }

    /** Means of the next steps, without standard errors. */
    double[] means(int horizon) {
        check(horizon);
        var polynomials = polynomials();
        var recursion = new LevelRecursion(polynomials, ArmaPolynomials.differencing(order));
        return means(horizon, space(polynomials), recursion, state.mean(), length);
    }

    /** Means of the next steps from a state after {@code time} observations. */
    private double[] means(int horizon, StateSpace space, LevelRecursion recursion, double[] from, long time) {
        double[] a = from.clone();
        var mean = new double[horizon];
        int near = Math.min(horizon, recursion.memory());
        for (int h = 0; h < near; h++) {
            space.predictMean(a);
            mean[h] = space.observe(a);
        }
        recursion.extend(mean, near);
        double beta = beta();
        for (int h = 0; h < horizon && beta != 0; h++) {
            mean[h] += beta * constant.regressor(time + h + 1);
        }
        return mean;
    }

    private static void check(int horizon) {
        if (horizon < 1) {
            throw new IllegalArgumentException("horizon must be at least 1, not " + horizon);
        }
    }

    /** Advances the state over newer observations, NaN where missing, in time proportional to their number. */
    public Sarima advance(double... newer) {
        return advance(newer, innovation -> {});
    }

    /**
     * Advances the state over newer observations.
     *
     * @param newer NaN where missing
     * @param innovations receives the one-step error of each, divided by its standard deviation; NaN where missing
     */
    public Sarima advance(double[] newer, DoubleConsumer innovations) {
        var space = space();
        double sigma = Math.sqrt(sigma2());
        space.initialise(state);
        double beta = beta();
        boolean settled = !state.hasCovariance();
        for (int t = 0; t < newer.length; t++) {
            double value = newer[t] - beta * constant.regressor(length + t + 1);
            settled = advance(space, value, settled);
            innovations.accept(
                    Double.isNaN(value) ? Double.NaN : space.innovation / (sigma * Math.sqrt(space.variance)));
        }
        return new Sarima(order, constant, estimate, space.state(0), length + newer.length, diagnostics, candidates);
    }

    /** Advances a state by one value and returns whether its covariance has died out. */
    private static boolean advance(StateSpace space, double value, boolean settled) {
        if (settled && !Double.isNaN(value)) {
            space.follow(value, 0);
            return true;
        }
        space.predict();
        if (Double.isNaN(value)) {
            return false;
        }
        space.update(value, 0);
        if (space.settled()) {
            space.settle();
            return true;
        }
        return false;
    }

    /**
     * Means of the next steps, from origins among newer observations.
     *
     * @param newer NaN where missing
     * @param step observations between two origins; the first origin is the present one
     */
    double[][] means(double[] newer, int step, int origins, int horizon) {
        var polynomials = polynomials();
        var recursion = new LevelRecursion(polynomials, ArmaPolynomials.differencing(order));
        var space = space(polynomials);
        space.initialise(state);
        boolean settled = !state.hasCovariance();
        var means = new double[origins][];
        for (int t = 0; t <= (origins - 1) * step; t++) {
            if (t % step == 0) {
                means[t / step] = means(horizon, space, recursion, space.mean, length + t);
            }
            settled = advance(space, newer[t] - beta() * constant.regressor(length + t + 1), settled);
        }
        return means;
    }

    /**
     * One-step errors within the fitted series, divided by their standard deviations.
     *
     * @param values the series, NaN where missing
     * @return up to the last value, NaN where it is missing or does not count in the likelihood; the first values that
     *     do not count may be left out
     */
    public double[] innovations(double[] values) {
        double sigma = Math.sqrt(sigma2());
        return Arrays.stream(new SarimaEstimator(values, order, constant).standardised(estimate.coefficients()))
                .map(innovation -> innovation / sigma)
                .toArray();
    }

    /**
     * Predicts each value from those before it, with the filter restarted at these parameters.
     *
     * @param values equally spaced observations, NaN where missing
     * @param first time of the first value on the scale of {@link #length}: 1 for the first fitted value
     * @return means and standard errors, NaN until the levels are determined
     */
    public Prediction oneStep(double[] values, long first) {
        var polynomials = polynomials();
        var autocovariance = new Autocovariance(polynomials);
        if (!autocovariance.compute()) {
            throw new IllegalStateException("the autoregressive part is not stationary");
        }
        var space = space(polynomials);
        space.initialise(autocovariance);
        double beta = beta();
        var mean = new double[values.length];
        var error = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            if (t > 0) {
                space.predict();
            }
            boolean known = space.diffuseRank == 0;
            double deterministic = beta * constant.regressor(first + t);
            mean[t] = known ? space.observe(space.mean) + deterministic : Double.NaN;
            error[t] = known ? Math.sqrt(sigma2() * space.predictiveVariance()) : Double.NaN;
            if (!Double.isNaN(values[t])) {
                space.update(values[t] - deterministic, 0);
            }
        }
        return new Prediction(mean, error);
    }

    /**
     * Effects of an innovation on the values 0, 1, .. steps later.
     *
     * @throws IllegalArgumentException if the horizon is not positive
     */
    public double[] responses(int horizon) {
        check(horizon);
        return new LevelRecursion(polynomials(), ArmaPolynomials.differencing(order)).responses(horizon);
    }

    Estimate estimate() {
        return estimate;
    }

    FilterState state() {
        return state;
    }

    Sarima withScale(double scale) {
        return new Sarima(order, constant, estimate, state, length, diagnostics.withScale(scale), candidates);
    }

    Sarima withCandidates(List<Candidate> tried) {
        return new Sarima(order, constant, estimate, state, length, diagnostics, tried);
    }

    /**
     * This process marked as chosen over the candidate with the lowest AICc, for the reason that the warning states.
     */
    Sarima preferred(Diagnostics.Warning reason, List<Candidate> tried) {
        return new Sarima(order, constant, estimate, state, length, diagnostics.with(reason), tried);
    }

    private double beta() {
        double[] coefficients = estimate.coefficients();
        return constant == Constant.NONE ? 0 : coefficients[coefficients.length - 1];
    }

    /** Log density of a single value, unconditional on the others; only for processes without differencing. */
    double stationaryLogDensity(double value, long time) {
        var autocovariance = new Autocovariance(polynomials());
        if (!autocovariance.compute()) {
            throw new IllegalStateException("the autoregressive part is not stationary");
        }
        double variance = sigma2() * autocovariance.gamma[0];
        double deviation = value - beta() * constant.regressor(time);
        return -0.5 * (Math.log(2 * Math.PI * variance) + deviation * deviation / variance);
    }

    private ArmaPolynomials polynomials() {
        var polynomials = new ArmaPolynomials(order);
        polynomials.expand(estimate.coefficients());
        return polynomials;
    }

    private StateSpace space(ArmaPolynomials polynomials) {
        return new StateSpace(polynomials, ArmaPolynomials.differencing(order), false);
    }

    StateSpace space() {
        return space(polynomials());
    }

    private Map<String, Double> named(double[] values) {
        var result = new LinkedHashMap<String, Double>();
        List<String> names = names(order, constant);
        for (int i = 0; i < values.length; i++) {
            result.put(names.get(i), values[i]);
        }
        return Collections.unmodifiableMap(result);
    }

    static List<String> names(SarimaOrder order, Constant constant) {
        var names = new ArrayList<String>();
        int[] counts = {order.p(), order.q(), order.P(), order.Q()};
        String[] prefixes = {"ar", "ma", "sar", "sma"};
        for (int f = 0; f < 4; f++) {
            for (int i = 1; i <= counts[f]; i++) {
                names.add(prefixes[f] + i);
            }
        }
        switch (constant) {
            case MEAN -> names.add("mean");
            case DRIFT -> names.add("drift");
            case NONE -> {}
        }
        return names;
    }

    /** Statistics of an estimation; the package does not share the arrays with callers. */
    record Estimate(
            double[] coefficients, double[] standardErrors, double sigma2, double logLikelihood, int observations) {}
}
