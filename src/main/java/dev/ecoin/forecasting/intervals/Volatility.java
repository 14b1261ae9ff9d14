package dev.ecoin.forecasting.intervals;

import java.time.DayOfWeek;

/**
 * Mean absolute size of innovations over about a week, several weeks and years: exponentially weighted averages, each
 * innovation divided by its weekday's factor. Absolute values, because with squares one jump would dominate for months.
 * Immutable.
 *
 * @param fast over about 8 steps
 * @param slow over about 40 steps
 * @param usual over about 667 steps
 * @param count number of innovations
 * @param expected logarithm of the usual size of similar series, toward which the usual size is shrunk if there are few
 *     innovations; NaN if unknown
 */
record Volatility(double fast, double slow, double usual, long count, double expected) {

    // Scores in docs/forecast-quality.md hardly differ between neighbouring values of these constants.
    private static final double FAST = 0.12;
    private static final double SLOW = 0.025;
    private static final double USUAL = 0.0015;

    /**
     * Share of a log deviation from the usual size that the next innovation keeps, and the steps over which it fades.
     */
    private static final double FAST_SHARE = 0.3;

    private static final double FAST_MEMORY = 4;
    private static final double SLOW_SHARE = 0.3;
    private static final double SLOW_MEMORY = 60;

    /** Lower bound on the relative size: even after days without a move, a price may move again. */
    private static final double QUIETEST = 0.05;

    /** Number of innovations at which a series' own usual size and the expected one have equal weight. */
    private static final double WORTH = 40;

    /**
     * Maximum shrinkage of the usual size, in standard errors of the mean logarithm (about one over the root of the
     * count), because some series are unlike all others: limited translation (Efron and Morris 1972, Limiting the risk
     * of Bayes and empirical Bayes estimators, part II, JASA 67).
     */
    private static final double FURTHEST = 3;

    static final Volatility NONE = expecting(Double.NaN);

    Volatility {
        if (!(fast >= 0 && slow >= 0 && usual >= 0)
                || count < 0
                || Double.isInfinite(fast + slow + usual + (Double.isNaN(expected) ? 0 : expected))) {
            throw new IllegalArgumentException("not the sizes of innovations");
        }
    }

    /** Volatility before the first innovation of a series with the given expected log size. */
    static Volatility expecting(double usual) {
        return new Volatility(0, 0, 0, 0, usual);
    }

    /** The usual size, shrunk toward the expected one. */
    double level() {
        if (Double.isNaN(expected)) {
            return usual;
        }
        double own = Math.log(usual);
        double draw = WORTH / (count + WORTH) * (expected - own);
        double furthest = FURTHEST / Math.sqrt(count);
        return Math.exp(own + Math.max(-furthest, Math.min(furthest, draw)));
    }

    /** Averages after one more innovation; simple averages until there are enough innovations for exponential ones. */
    Volatility next(double innovation) {
        double size = Math.abs(innovation);
        double least = 1.0 / (count + 1);
        return new Volatility(
                fast + Math.max(FAST, least) * (size - fast),
                slow + Math.max(SLOW, least) * (size - slow),
                usual + Math.max(USUAL, least) * (size - usual),
                count + 1,
                expected);
    }

    /** Root mean squares of the expected sizes over the next 1, 2, .. steps, ignoring weekdays. */
    double[] ahead(int horizon, Method method) {
        return ahead(horizon, method, WeekdaySizes.ALIKE, DayOfWeek.MONDAY);
    }

    /** Root mean squares of the expected sizes over the next 1, 2, .. steps; the first step is on {@code first}. */
    double[] ahead(int horizon, Method method, WeekdaySizes weekdays, DayOfWeek first) {
        var result = new double[horizon];
        double usually = level();
        double level = Math.log(usually);
        double above = FAST_SHARE * (Math.log(Math.max(fast, QUIETEST * usually)) - level);
        double drift = SLOW_SHARE * (Math.log(Math.max(slow, QUIETEST * usually)) - level);
        double fade = Math.exp(-1 / FAST_MEMORY);
        double slowFade = Math.exp(-1 / SLOW_MEMORY);
        double sum = 0;
        DayOfWeek day = first;
        for (int k = 0; k < horizon; k++) {
            double size = weekdays.on(day) * (method == Method.CONDITIONAL ? Math.exp(above + drift) : 1);
            sum += size * size;
            day = day.plus(1);
            above *= fade;
            drift *= slowFade;
            result[k] = usually * Math.sqrt(sum / (k + 1));
        }
        return result;
    }
}
