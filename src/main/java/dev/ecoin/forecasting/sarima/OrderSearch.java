package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.optimisation.Bfgs;
import dev.ecoin.forecasting.optimisation.Convergence;
import dev.ecoin.forecasting.optimisation.Minimum;
import dev.ecoin.forecasting.sarima.SarimaEstimator.Optimum;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.SeriesException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Automatic order selection (Hyndman and Khandakar 2008): differencing by tests, then stepwise search of neighbouring
 * orders by AICc. Each order is fitted by short runs on the exact likelihood, started from its neighbour's parameters.
 * The best few are then fitted in full, from all starts, and the best admissible one wins. Mutable; one per thread and
 * series.
 */
final class OrderSearch {

    /** One or two scoring steps show whether a neighbour is worth more effort. */
    private static final Bfgs GLANCE = new Bfgs(new Convergence(1e-1, 5e-2, 2), 1.5);

    private static final Bfgs QUICK = new Bfgs(new Convergence(1e-2, 3e-3, 15), 1.5);

    /**
     * After the first glance, only candidates this close to the best AICc are pursued; the distance is larger for short
     * series.
     */
    private static final double WORTH_PURSUING = 3;

    private static final double SHORT = 2_000;

    /** After the search, only candidates this close to the best AICc are refitted. */
    private static final double WORTH_REFITTING = 1.5;

    private static final int REFITS = 4;

    /** A difference in AICc that rarely occurs by chance among dozens of candidates. */
    private static final double CLEARLY_LOWER = 4;

    /**
     * Fewer than one in 1,000 random walks appears this much better in AIC as a process with a mean (Dickey and Fuller
     * 1981, phi 1).
     */
    private static final double CERTAINLY_RETURNING = 20;

    /** Up to this length, AICc alone decides between the random walk and other orders. */
    private static final int SHORTEST_DOUBTED = 100;

    /** Shorter series have too few seasons for a forecast trial of a strong season. */
    private static final int FEWEST_TO_DOUBT_A_SEASON = 200;

    /**
     * AICc within which a smaller order counts as equally good: a parameter that gains less than this, half its cost in
     * AICc, fits noise.
     */
    private static final double AS_GOOD = 1;

    /** Limit on the search beyond the best candidate's neighbours, in observations times candidates. */
    private static final long WORK = 30_000;

    private static final int MOST_CENTRES = 15;

    /** With fewer observations, AICc leaves almost no parameters to select. */
    private static final int FEWEST_OBSERVATIONS = 10;

    private static final int FEWEST_FOR_SECOND_DIFFERENCE_OF_LOGARITHMS = 50;

    private final double[] values;
    private final Selection selection;
    private final int d;
    private final int D;
    private final boolean complete;
    private final int present;
    private final double[] differenced;
    private final boolean constantAllowed;
    /**
     * Whether the constant must stay: a level of zero is simpler than an estimated one only if the values are centred
     * on zero.
     */
    private final boolean constantRequired;

    private final int largestOrder;
    private final int largestSeasonalOrder;
    private final Map<Key, Trial> trials = new LinkedHashMap<>();
    /** The orders that the search started with. */
    private List<Key> starting = List.of();
    /** Lowest AICc of a trial without near-unit roots. */
    private double best = Double.POSITIVE_INFINITY;

    private record Key(int p, int q, int P, int Q, boolean constant) {

        /**
         * Fewest parameters first; ties go to fewer coefficients, because a constant matters more for long horizons.
         */
        static final Comparator<Key> SIMPLICITY =
                Comparator.comparingInt(Key::parameters).thenComparingInt(Key::coefficients);

        int coefficients() {
            return p + q + P + Q;
        }

        int parameters() {
            return coefficients() + (constant ? 1 : 0);
        }
    }

    /** A quick fit. Its parameters and AICc are approximate only because the minimiser stopped early. */
    private record Trial(Key key, double[] factors, double aicc, boolean nearUnit) {}

    OrderSearch(double[] values, Selection selection) {
        this.values = values;
        this.selection = selection;
        int observed = 0;
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new SeriesException(Reason.NOT_FINITE, "infinite value");
            }
            observed += Double.isNaN(value) ? 0 : 1;
        }
        present = observed;
        if (present < FEWEST_OBSERVATIONS) {
            throw new SeriesException(
                    present == 0 ? Reason.EMPTY : Reason.TOO_SHORT,
                    present + (present == 1 ? " observation is" : " observations are")
                            + " too few to select an order from, which takes " + FEWEST_OBSERVATIONS);
        }
        complete = present == values.length;
        double[] filled = complete ? values : SarimaEstimator.interpolated(values);
        int period = selection.period();
        D = Differencing.seasonal(filled, present, period);
        d = Differencing.ordinary(
                ArmaPolynomials.difference(values, new SarimaOrder(0, 0, 0, 0, D, 0, period)),
                largestDifference(),
                evidenceForSecondDifference());
        differenced = ArmaPolynomials.difference(filled, new SarimaOrder(0, d, 0, 0, D, 0, period));
        constantAllowed = selection.constant() && d + D < 2;
        constantRequired = selection.constant() && d + D == 0 && !isCentred();
        largestOrder = Math.min(selection.largestOrder(), isSparse() ? adjacent() / 3 : present / 3);
        largestSeasonalOrder =
                period == 1 || isSparse() ? 0 : Math.min(selection.largestSeasonalOrder(), present / 3 / period);
    }

    /**
     * With fewer than half of the values observed, the interpolated ones reflect the interpolation and not the process.
     */
    private boolean isSparse() {
        return 2 * present < values.length;
    }

    /** Number of observations whose predecessor is observed. */
    private int adjacent() {
        int count = 0;
        for (int t = 1; t < values.length; t++) {
            count += Double.isNaN(values[t] - values[t - 1]) ? 0 : 1;
        }
        return count;
    }

    private int largestDifference() {
        boolean fewLogarithms = selection.logarithms() && present < FEWEST_FOR_SECOND_DIFFERENCE_OF_LOGARITHMS;
        return fewLogarithms ? Math.min(1, selection.largestDifference()) : selection.largestDifference();
    }

    /**
     * A second difference extrapolates the last slope, which is wrong more often than right, so it needs stronger
     * evidence.
     */
    private double evidenceForSecondDifference() {
        if (!selection.parsimonious()) {
            return Differencing.FIVE_PERCENT;
        }
        return selection.logarithms() || isSparse() ? Differencing.TENTH_OF_A_PERCENT : Differencing.ONE_PERCENT;
    }

    /** Whether the mean is within two standard errors of zero, assuming independent values. */
    private boolean isCentred() {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                squares += value * value;
            }
        }
        double mean = sum / present;
        double variance = squares / present - mean * mean;
        return mean * mean * present <= 4 * variance;
    }

    Sarima run() {
        stepwise();
        if (selection.exhaustive()) {
            everything();
        }
        Sarima chosen = choose();
        // The KPSS test mistakes slow mean reversion for a random walk more often than the reverse.
        if (selection.parsimonious()
                && d == 1
                && present > SHORTEST_DOUBTED
                && !isSparse()
                && isRandomWalk(chosen)
                && UnitRoot.isRejected(values)) {
            Sarima returning = new OrderSearch(values, selection.differencingAtMost(0)).run();
            return isRandomWalk(returning) ? chosen : returning;
        }
        return chosen;
    }

    private void everything() {
        for (int constant = 0; constant <= (constantAllowed ? 1 : 0); constant++) {
            for (int P = 0; P <= largestSeasonalOrder; P++) {
                for (int Q = 0; Q <= largestSeasonalOrder; Q++) {
                    for (int p = 0; p <= largestOrder; p++) {
                        for (int q = 0; q <= largestOrder; q++) {
                            Trial neighbour = trials.get(new Key(p, q - 1, P, Q, constant == 1));
                            attempt(new Key(p, q, P, Q, constant == 1), neighbour);
                        }
                    }
                }
            }
        }
    }

    private void stepwise() {
        int one = Math.min(1, largestOrder);
        int two = Math.min(2, largestOrder);
        int seasonal = Math.min(1, largestSeasonalOrder);
        for (boolean constant : constantAllowed ? new boolean[] {true, false} : new boolean[] {false}) {
            attempt(new Key(0, 0, 0, 0, constant), null);
        }
        boolean constant = constantAllowed;
        attempt(new Key(one, 0, seasonal, 0, constant), null);
        attempt(new Key(0, one, 0, seasonal, constant), null);
        attempt(new Key(two, two, seasonal, seasonal, constant), null);
        starting = List.copyOf(trials.keySet());
        var visited = new ArrayList<Key>();
        long budget = WORK / Math.max(1, differenced.length);
        for (int centre = 0; centre < MOST_CENTRES; centre++) {
            Trial next = null;
            for (Trial trial : trials.values()) {
                if (!trial.nearUnit && !visited.contains(trial.key) && (next == null || trial.aicc < next.aicc)) {
                    next = trial;
                }
            }
            if (next == null || next.aicc > best && trials.size() > budget) {
                break;
            }
            visited.add(next.key);
            expand(next);
        }
    }

    private void expand(Trial centre) {
        Key key = centre.key;
        for (int a = -1; a <= 1; a++) {
            for (int b = -1; b <= 1; b++) {
                if (a != 0 || b != 0) {
                    attempt(new Key(key.p + a, key.q + b, key.P, key.Q, key.constant), centre);
                    attempt(new Key(key.p, key.q, key.P + a, key.Q + b, key.constant), centre);
                }
            }
        }
        attempt(new Key(key.p, key.q, key.P, key.Q, !key.constant), centre);
    }

    private boolean inBounds(Key key) {
        return key.p >= 0
                && key.q >= 0
                && key.P >= 0
                && key.Q >= 0
                && key.p <= largestOrder
                && key.q <= largestOrder
                && key.P <= largestSeasonalOrder
                && key.Q <= largestSeasonalOrder
                && key.coefficients() <= selection.largestSum()
                && (key.constant ? constantAllowed : !constantRequired);
    }

    private SarimaOrder order(Key key) {
        return new SarimaOrder(key.p, d, key.q, key.P, D, key.Q, selection.period());
    }

    private Constant constant(Key key) {
        return !key.constant ? Constant.NONE : d + D == 0 ? Constant.MEAN : Constant.DRIFT;
    }

    private void attempt(Key key, Trial neighbour) {
        if (!inBounds(key) || trials.containsKey(key)) {
            return;
        }
        SarimaOrder order = order(key);
        int parameters = key.parameters() + 1;
        int n = differenced.length;
        if (n - parameters - 1 <= 0) {
            return;
        }
        var polynomials = new ArmaPolynomials(order);
        var likelihood = new ArmaLikelihood(polynomials, differenced, key.constant ? 1 : 0);
        var objective = new ProfileObjective(polynomials, likelihood);
        Minimum found = null;
        for (double[] start : starts(key, neighbour, objective)) {
            Minimum glance = GLANCE.minimise(objective, start);
            if (found == null || glance.value() < found.value()) {
                found = glance;
            }
        }
        double penalty = n * (1 + Math.log(2 * Math.PI))
                + 2 * parameters
                + 2.0 * parameters * (parameters + 1) / (n - parameters - 1);
        if (2 * found.value() + penalty < best + WORTH_PURSUING + SHORT / n && !found.converged()) {
            found = QUICK.minimise(objective, found.point());
        }
        double[] factors = objective.coefficients(found.point());
        double aicc = 2 * found.value() + penalty;
        boolean nearUnit = Roots.of(order, factors).nearUnit();
        trials.put(key, new Trial(key, factors, Double.isNaN(aicc) ? Double.POSITIVE_INFINITY : aicc, nearUnit));
        if (!nearUnit && aicc < best) {
            best = aicc;
        }
    }

    private List<double[]> starts(Key key, Trial neighbour, ProfileObjective objective) {
        var starts = new ArrayList<double[]>();
        int k = objective.dimension();
        if (neighbour != null && neighbour.factors.length > 0 && k > 0) {
            var factors = new double[k];
            int[] from = {neighbour.key.p, neighbour.key.q, neighbour.key.P, neighbour.key.Q};
            int[] to = {key.p, key.q, key.P, key.Q};
            int source = 0;
            int target = 0;
            for (int f = 0; f < 4; f++) {
                System.arraycopy(neighbour.factors, source, factors, target, Math.min(from[f], to[f]));
                source += from[f];
                target += to[f];
            }
            starts.add(objective.parameters(factors));
        }
        if (starts.isEmpty() || neighbour.nearUnit) {
            starts.add(new double[k]);
        }
        return starts;
    }

    /** Fits the best few in full and the winner from all starts; the rest keep the result of the quick fit. */
    private Sarima choose() {
        var ranked = new ArrayList<>(trials.values());
        ranked.sort(Comparator.comparingDouble(Trial::aicc));
        var candidates = new LinkedHashMap<Key, Candidate>();
        for (Trial trial : ranked) {
            candidates.put(
                    trial.key, new Candidate(order(trial.key), constant(trial.key), trial.aicc, !trial.nearUnit));
        }
        Optimum winner = null;
        Key winning = null;
        int refits = 0;
        for (Trial trial : ranked) {
            if (trial.nearUnit
                    || winner != null
                            && (refits >= (selection.exhaustive() ? 3 : 1) * REFITS
                                    || trial.aicc > winner.aicc() + WORTH_REFITTING)) {
                continue;
            }
            refits++;
            Optimum fit = refit(trial.key, List.of(trial.factors), false);
            if (fit == null) {
                candidates.put(trial.key, candidates.get(trial.key).rejected());
                continue;
            }
            candidates.put(trial.key, new Candidate(order(trial.key), constant(trial.key), fit.aicc(), true));
            if (winner == null || fit.aicc() < winner.aicc()) {
                winner = fit;
                winning = trial.key;
            }
        }
        if (winner == null) {
            throw new SeriesException(Reason.CONSTANT, "no order leaves any variation that could be modelled");
        }
        winner = thorough(winning, winner);
        candidates.put(winning, new Candidate(order(winning), constant(winning), winner.aicc(), true));
        Sarima model = estimator(winning).at(winner);
        if (!selection.parsimonious()) {
            return model.withCandidates(byAicc(candidates));
        }
        Sarima walk = present > SHORTEST_DOUBTED ? walkInsteadOf(model, byAicc(candidates)) : null;
        return walk != null ? walk : simplest(model, winning, candidates);
    }

    private static List<Candidate> byAicc(Map<Key, Candidate> candidates) {
        return candidates.values().stream()
                .sorted(Comparator.comparingDouble(Candidate::aicc))
                .toList();
    }

    /**
     * The simplest candidate that is as good as the winner, with all lower AICc rejected, because the lowest of many
     * AICc values is partly chance. It is not worse than the starting orders and keeps the winner's mean, since a level
     * of zero is not simpler.
     */
    private Sarima simplest(Sarima winner, Key winning, Map<Key, Candidate> candidates) {
        double bound = Math.min(
                winner.aicc() + AS_GOOD,
                starting.stream()
                        .map(candidates::get)
                        .filter(Candidate::admissible)
                        .mapToDouble(Candidate::aicc)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY));
        List<Trial> simpler = trials.values().stream()
                .filter(trial -> Key.SIMPLICITY.compare(trial.key, winning) < 0)
                .filter(trial -> constant(winning) != Constant.MEAN || trial.key.constant)
                .filter(trial -> candidates.get(trial.key).admissible() && trial.aicc <= bound + WORTH_REFITTING)
                .sorted(Comparator.comparing(Trial::key, Key.SIMPLICITY).thenComparingDouble(Trial::aicc))
                .toList();
        for (Trial trial : simpler) {
            Optimum near = refit(trial.key, List.of(trial.factors), false);
            if (near == null) {
                candidates.put(trial.key, candidates.get(trial.key).rejected());
                continue;
            }
            Optimum fit = thorough(trial.key, near);
            candidates.put(trial.key, new Candidate(order(trial.key), constant(trial.key), fit.aicc(), true));
            if (fit.aicc() <= bound) {
                return estimator(trial.key)
                        .at(fit)
                        .preferred(Diagnostics.Warning.SIMPLER_PREFERRED, refused(byAicc(candidates), fit.aicc()));
            }
        }
        return winner.withCandidates(byAicc(candidates));
    }

    /** The random walk with all candidates of lower AICc rejected, or null if the winner is clearly better. */
    private Sarima walkInsteadOf(Sarima winner, List<Candidate> candidates) {
        if (isRandomWalk(winner) || isClear(winner)) {
            return null;
        }
        var order = new SarimaOrder(0, 1, 0, 0, 0, 0, selection.period());
        Sarima walk = new SarimaEstimator(values, order, Constant.NONE).fit();
        return walk.preferred(
                Diagnostics.Warning.RANDOM_WALK_PREFERRED,
                refused(candidates, d == 1 && D == 0 ? walk.aicc() : Double.POSITIVE_INFINITY));
    }

    private static boolean isRandomWalk(Sarima process) {
        SarimaOrder order = process.order();
        return order.d() == 1 && order.D() == 0 && process.coefficients().isEmpty();
    }

    /**
     * Whether the winner is clearly better than the random walk in AICc and in forecasts. Forecasts are not required if
     * the series is too short for a trial, or if AICc or a test proves mean reversion. From 100 to 150 observations the
     * required AICc advantage grows; from 150 on, AICc alone is not enough.
     */
    private boolean isClear(Sarima winner) {
        double doubt = Math.min(
                1, (present - SHORTEST_DOUBTED) / (double) (RandomWalkTrial.FEWEST_OBSERVATIONS - SHORTEST_DOUBTED));
        double advantage = RandomWalkTrial.advantage(values, winner);
        if (d == 1 && D == 0 && advantage <= CLEARLY_LOWER * doubt) {
            return false;
        }
        return D > 0 && present < FEWEST_TO_DOUBT_A_SEASON
                || doubt < 1 && advantage > CLEARLY_LOWER * doubt / (1 - doubt)
                || d + D == 0 && (advantage > CERTAINLY_RETURNING || UnitRoot.isRejected(values))
                || RandomWalkTrial.isBeaten(values, winner);
    }

    /** The candidates, with those of lower AICc than the chosen one marked as rejected. */
    private static List<Candidate> refused(List<Candidate> candidates, double chosen) {
        return candidates.stream()
                .map(candidate -> candidate.aicc() < chosen ? candidate.rejected() : candidate)
                .toList();
    }

    /** The better of this fit and one of the same order from all starts. */
    private Optimum thorough(Key key, Optimum fit) {
        Optimum other = refit(key, List.of(fit.factors()), true);
        return other != null && other.aicc() <= fit.aicc() ? other : fit;
    }

    private Optimum refit(Key key, List<double[]> near, boolean thorough) {
        try {
            return estimator(key).admissible(near, thorough);
        } catch (SeriesException e) {
            return null;
        }
    }

    private SarimaEstimator estimator(Key key) {
        return new SarimaEstimator(values, order(key), constant(key));
    }
}
