package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.GaussianQuantile;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The errors that a model would have made at several horizons with its present parameters: sums of its innovations
 * times their responses, divided by the model's standard errors.
 */
final class PastErrors {

    /** Number of innovations after which expected sizes are precise enough to divide by. */
    private static final int WARM_UP = 30;

    /** With fewer innovations, the scores of the methods are not comparable. */
    private static final int ENOUGH_TO_CHOOSE = 250;

    /** Longest horizon of a trial. */
    private static final int TRIAL_HORIZON = 14;

    private static final double[] TRIAL_COVERAGES = {0.8, 0.95};

    /**
     * CONSTANT replaces the default only with a score ratio below this, because scores of a year or two vary by chance.
     */
    private static final double CLEARLY = 0.97;

    private final int count;
    private final double[] innovations;
    private final DayOfWeek[] days;
    private final int[] horizons;
    /** {@code [horizon][i]} is the error of the forecast made before innovation i. */
    private final double[][] errors;

    /**
     * @param origin day of the last innovation
     * @param daily innovations of consecutive days, NaN where missing
     * @param responses effect of an innovation on the values 0, 1, .. steps later
     */
    PastErrors(LocalDate origin, double[] daily, double[] responses) {
        int[] present = IntStream.range(0, daily.length)
                .filter(t -> !Double.isNaN(daily[t]))
                .dropWhile(t -> daily[t] == 0)
                .toArray();
        count = present.length;
        innovations = Arrays.stream(present).mapToDouble(t -> daily[t]).toArray();
        days = Arrays.stream(present)
                .mapToObj(t -> origin.minusDays(daily.length - 1L - t).getDayOfWeek())
                .toArray(DayOfWeek[]::new);
        horizons = Tails.horizons(count);
        errors = new double[horizons.length][];
        for (int g = 0; g < horizons.length; g++) {
            int h = horizons[g];
            errors[g] = new double[Math.max(0, count - h + 1)];
            double variance = 0;
            for (int j = 0; j < h; j++) {
                variance += responses[j] * responses[j];
            }
            double scale = 1 / Math.sqrt(variance);
            for (int t = 0; t < errors[g].length; t++) {
                double sum = 0;
                for (int j = 0; j < h; j++) {
                    sum += responses[j] * innovations[t + h - 1 - j];
                }
                errors[g][t] = Math.abs(sum) * scale;
            }
        }
    }

    /** Number of innovations, out of a series of {@code innovations}, after which expected sizes are precise enough. */
    static int warmUp(int innovations) {
        return Math.max(1, Math.min(WARM_UP, innovations / 4));
    }

    /** The longest horizon with enough errors. */
    int longest() {
        return horizons[horizons.length - 1];
    }

    int count() {
        return count;
    }

    /**
     * Expected sizes, with the pool's weekday factors, or else those estimated from the first {@code known}
     * innovations.
     *
     * @param usual expected logarithm of the series' usual size; NaN if unknown
     */
    ExpectedSizes sizes(int known, Pool pool, double usual) {
        var first = Volatility.expecting(usual);
        return pool.weekdays().map(weekdays -> sizes(weekdays, first)).orElseGet(() -> sizes(WeekdaySizes.ALIKE, first)
                .withWeekdays(Math.min(warmUp(count), known), known));
    }

    ExpectedSizes sizes(WeekdaySizes weekdays, Volatility first) {
        return ExpectedSizes.of(innovations, days, weekdays, first);
    }

    /**
     * Errors of the forecasts whose last day precedes innovation {@code to}, divided by the expected sizes of a method.
     */
    double[][] standardised(ExpectedSizes sizes, Method method, int to) {
        int first = warmUp(count);
        var result = new double[horizons.length][];
        for (int g = 0; g < horizons.length; g++) {
            result[g] = new double[Math.max(0, to - horizons[g] + 1 - first)];
        }
        int longest = horizons[horizons.length - 1];
        for (int t = first; t < to; t++) {
            double[] ahead = sizes.ahead(t, Math.min(longest, to - t), method);
            for (int g = 0; g < horizons.length && horizons[g] <= to - t; g++) {
                result[g][t - first] = errors[g][t] / ahead[horizons[g] - 1];
            }
        }
        return result;
    }

    /**
     * Scores each method on the newer half after calibration on the older half; empty if there are too few innovations.
     * Trend effects are left out: they are the same for all series, and half of one series' errors says little about
     * them.
     */
    List<Calibration.Trial> trials(Pool pool, double usual) {
        var trials = new ArrayList<Calibration.Trial>();
        if (count < ENOUGH_TO_CHOOSE) {
            return trials;
        }
        int middle = count / 2;
        var sizes = sizes(middle, pool, usual);
        double gaussian = 0;
        for (Method method : Method.values()) {
            Tails tails =
                    method == Method.GAUSSIAN ? null : Tails.of(standardised(sizes, method, middle), pool.tails());
            var trial = trial(sizes, method, tails, middle);
            gaussian = method == Method.GAUSSIAN ? trial.score() : gaussian;
            trials.add(new Calibration.Trial(method, trial.coverage80(), trial.coverage95(), trial.score() / gaussian));
        }
        return trials;
    }

    private Calibration.Trial trial(ExpectedSizes sizes, Method method, Tails tails, int middle) {
        var covered = new int[TRIAL_COVERAGES.length];
        int scored = 0;
        double score = 0;
        for (int t = middle; t < count; t++) {
            double[] ahead = sizes.ahead(t, TRIAL_HORIZON, method);
            for (int g = 0; g < horizons.length && horizons[g] <= Math.min(TRIAL_HORIZON, count - t); g++) {
                scored++;
                double error = errors[g][t];
                for (int k = 0; k < TRIAL_COVERAGES.length; k++) {
                    double z = GaussianQuantile.of(0.5 + TRIAL_COVERAGES[k] / 2);
                    double width =
                            method == Method.GAUSSIAN ? z : ahead[horizons[g] - 1] * tails.quantile(horizons[g], z);
                    covered[k] += error <= width ? 1 : 0;
                    score += width + Math.max(0, error - width) / (1 - TRIAL_COVERAGES[k]);
                }
            }
        }
        return new Calibration.Trial(method, 100.0 * covered[0] / scored, 100.0 * covered[1] / scored, score / scored);
    }

    /** CONDITIONAL unless CONSTANT is clearly better. */
    Method better(List<Calibration.Trial> trials) {
        if (trials.isEmpty()) {
            return Method.CONDITIONAL;
        }
        double constant = trials.get(Method.CONSTANT.ordinal()).score();
        double conditional = trials.get(Method.CONDITIONAL.ordinal()).score();
        return constant < CLEARLY * conditional ? Method.CONSTANT : Method.CONDITIONAL;
    }
}
