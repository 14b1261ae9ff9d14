package dev.ecoin.forecasting.paths;

import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Simulates paths of one series, or of several jointly. The histories are analysed once, for any number of simulations.
 * Immutable.
 *
 * <p>Dependence comes from filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper 1999). Each series'
 * one-step errors are divided by their expected sizes ({@link Persistence}). Every day of a path is a random past day,
 * the same for all series ({@link Moves}); its moves are multiplied by the sizes expected from the path's earlier
 * moves. The model's responses turn moves into values, and the forecast's limits determine how large each day's moves
 * are.
 *
 * <p>Only the ranks of the simulated values of a day are kept: the value below which a share p of them lies becomes the
 * forecast's quantile of p. Prices of every day therefore follow the distribution behind the forecast's limits, with
 * less sampling error than independent draws.
 */
public final class PathSimulator {

    private static final int TRIALS = 2;
    private static final int TRIAL_DAYS = 30;
    private static final int TRIAL_PATHS = 2000;
    private static final long TRIAL_SEED = 17;
    private static final double HIGHEST = 0.999;

    private final List<ModelledSeries> series;
    private final Persistence[] persistence;
    private final List<Moves> moves;
    private final LocalDate origin;

    private PathSimulator(List<ModelledSeries> series, Persistence[] persistence, List<Moves> moves, LocalDate origin) {
        this.series = series;
        this.persistence = persistence;
        this.moves = moves;
        this.origin = origin;
    }

    /** Prepares the simulation of a single series. */
    public static PathSimulator of(ModelledSeries single) {
        return of(List.of(single));
    }

    /**
     * Prepares the joint simulation of several series, which may have different lengths, gaps and origins. Correlations
     * between series are shrunk toward their mean with weight 20 / (n + 20) for n common days; the mean is 0.5 if no
     * pair has 30 common days.
     *
     * @throws IllegalArgumentException if there is no series
     * @throws dev.ecoin.forecasting.series.SeriesException if a model does not accept a value, or a history has no day
     *     up to the model's origin
     */
    public static PathSimulator of(List<ModelledSeries> series) {
        if (series.isEmpty()) {
            throw new IllegalArgumentException("no series to simulate");
        }
        LocalDate start = series.stream()
                .map(each -> each.history().start())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        LocalDate origin = series.stream()
                .map(each -> each.model().origin())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        int size = series.size();
        var persistence = new Persistence[size];
        var errors = new double[size][Math.max(1, days(start, origin) + 1)];
        var standardised = new double[size][errors[0].length];
        for (int i = 0; i < size; i++) {
            DailySeries known = series.get(i)
                    .history()
                    .between(
                            series.get(i).history().start(),
                            series.get(i).model().origin());
            double[] own = errors(series.get(i), known);
            var fit = Persistence.of(own);
            persistence[i] = fit.persistence();
            Arrays.fill(errors[i], Double.NaN);
            Arrays.fill(standardised[i], Double.NaN);
            int at = days(start, known.start());
            System.arraycopy(own, 0, errors[i], at, own.length);
            System.arraycopy(fit.standardised(), 0, standardised[i], at, own.length);
        }
        return new PathSimulator(List.copyOf(series), persistence, moves(errors, standardised, persistence), origin);
    }

    /**
     * Moves to draw from, such that simulated errors have the shrunk correlations of the history. Persistent sizes
     * differ between series, which weakens correlations; trials measure by how much the correlations of the moves must
     * be raised.
     */
    private static List<Moves> moves(double[][] errors, double[][] standardised, Persistence[] persistence) {
        double[][] measured = new Correlations(standardised).measured();
        var history = new Correlations(errors);
        double[][] goal = history.shrunk();
        int size = errors.length;
        double[][] wanted = goal;
        List<Moves> moves = Moves.of(standardised, measured, wanted);
        for (int trial = 0; trial < TRIALS && size > 1; trial++) {
            double[][] came = trial(moves, persistence);
            var raised = new double[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    double next = wanted[i][j] + goal[i][j] - came[i][j];
                    raised[i][j] = i == j ? 1 : Math.max(-HIGHEST, Math.min(HIGHEST, next));
                }
            }
            wanted = Correlations.positiveDefinite(raised, history.mean());
            moves = Moves.of(standardised, measured, wanted);
        }
        return moves;
    }

    /** Correlations of simulated errors. */
    private static double[][] trial(List<Moves> moves, Persistence[] persistence) {
        var errors = new double[moves.size()][TRIAL_DAYS * TRIAL_PATHS];
        for (int i = 0; i < errors.length; i++) {
            var values = new SimulatedValues(persistence[i], moves.get(i), new double[] {1}, TRIAL_PATHS);
            double[] expected = persistence[i].ahead(TRIAL_DAYS);
            var random = new SplittableRandom(TRIAL_SEED);
            for (int day = 0; day < TRIAL_DAYS; day++) {
                Arrays.fill(values.values, 0);
                values.move(0, 1 / expected[day], random);
                System.arraycopy(values.values, 0, errors[i], day * TRIAL_PATHS, TRIAL_PATHS);
            }
        }
        return Correlations.of(errors);
    }

    /** Log ratios of values to their one-step medians, NaN unless both days are observed. */
    private static double[] errors(ModelledSeries each, DailySeries known) {
        var fits = each.model().oneStep(known);
        var errors = new double[known.size()];
        errors[0] = Double.NaN;
        for (int t = 1; t < errors.length; t++) {
            errors[t] = Double.isNaN(known.value(t - 1))
                    ? Double.NaN
                    : Rounding.roundLog(StrictMath.log(known.value(t) / fits.median(t)));
        }
        return errors;
    }

    private static int days(LocalDate from, LocalDate to) {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to));
    }

    /** The latest origin of the models; simulated days start the day after. */
    public LocalDate origin() {
        return origin;
    }

    /**
     * Prepares paths of all series. Prices are computed on request only.
     *
     * @param horizon days after {@link #origin()}, at least 1
     * @param paths number of paths, from 1 to {@value PricePaths#MOST_PATHS}
     * @param seed the same seed gives the same prices, bit for bit, on every platform
     * @throws IllegalArgumentException if the horizon or the number of paths is out of range
     */
    public PricePaths simulate(int horizon, int paths, long seed) {
        return new PricePaths(this, horizon, paths, seed);
    }

    int size() {
        return series.size();
    }

    ModelledSeries series(int i) {
        return series.get(i);
    }

    Persistence persistence(int i) {
        return persistence[i];
    }

    Moves moves(int i) {
        return moves.get(i);
    }

    /** Number of days between a model's origin and the latest origin. */
    int lag(int i) {
        return days(series.get(i).model().origin(), origin);
    }

    int longestLag() {
        int longest = 0;
        for (int i = 0; i < size(); i++) {
            longest = Math.max(longest, lag(i));
        }
        return longest;
    }
}
