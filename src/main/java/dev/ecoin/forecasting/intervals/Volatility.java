package dev.ecoin.forecasting.intervals;

import java.time.DayOfWeek;

/**
 * The mean absolute size of innovations over the last week or so, the last weeks, and the last years, by exponentially
 * weighted averages, each divided by the size of its weekday's. Absolute values, because squares let one jump rule for
 * months. Immutable.
 *
 * @param fast over about 8 steps
 * @param slow over about 40 steps
 * @param usual over about 667 steps
 * @param count innovations seen
 * @param expected logarithm of the usual size of series like this one, towards which the usual size is drawn the fewer
 *     innovations there are; NaN if it is not known
 */
record Volatility(double fast, double slow, double usual, long count, double expected) {

    // Between neighbouring values of these the scores of the study in docs/forecast-quality.md hardly differ.
    private static final double FAST = 0.12;
    private static final double SLOW = 0.025;
    private static final double USUAL = 0.0015;

    /** What of a deviation from the usual size, in logarithms, the next innovation keeps, and over how many steps it fades. */
    private static final double FAST_SHARE = 0.3;

    private static final double FAST_MEMORY = 4;
    private static final double SLOW_SHARE = 0.3;
    private static final double SLOW_MEMORY = 60;

    /** However quiet the last days were, a price that stands still may move again. */
    private static final double QUIETEST = 0.05;

    /** Innovations at which a series' own usual size counts as much as the expected one. */
    private static final double WORTH = 40;

    /**
     * Standard errors of the mean logarithm, which is nearly one over the root of the count, that the usual size is drawn by at
     * most, for some series are unlike all others: limited translation (Efron and Morris 1972, Limiting the risk of Bayes and
     * empirical Bayes estimators, part II, JASA 67).
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

    /** Before the first innovation of a series whose usual size is expected to be so large, in logarithms. */
    static Volatility expecting(double usual) {
        return new Volatility(0, 0, 0, 0, usual);
    }

    /** The usual size, drawn towards the expected one. */
    double level() {
        if (Double.isNaN(expected)) {
            return usual;
        }
        double own = Math.log(usual);
        double draw = WORTH / (count + WORTH) * (expected - own);
        double furthest = FURTHEST / Math.sqrt(count);
        return Math.exp(own + Math.max(-furthest, Math.min(furthest, draw)));
    }

    /** The averages after one more innovation; simple averages until there are enough to weight them. */
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

    /** Root mean squares of the innovations' expected sizes over the next 1, 2, .. steps, were all weekdays alike. */
    double[] ahead(int horizon, Method method) {
        return ahead(horizon, method, WeekdaySizes.ALIKE, DayOfWeek.MONDAY);
    }

    /** The same, the first step being on a day of the week. */
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
