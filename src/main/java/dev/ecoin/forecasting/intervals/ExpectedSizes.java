package dev.ecoin.forecasting.intervals;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Expected sizes of a series' innovations, each from the volatility before it, its weekday and, optionally, the trend.
 * Immutable.
 */
final class ExpectedSizes {

    private final double[] innovations;
    private final DayOfWeek[] days;
    private final WeekdaySizes weekdays;
    /** {@code [t]} is the volatility before innovation t; one element more than innovations. */
    private final Volatility[] volatilities;
    /** {@code [t]} is the trend before innovation t; all unknown if trends are not used. */
    private final Trend[] trends;

    private ExpectedSizes(
            double[] innovations, DayOfWeek[] days, WeekdaySizes weekdays, Volatility first, Trend before) {
        this.innovations = innovations;
        this.days = days;
        this.weekdays = weekdays;
        volatilities = new Volatility[innovations.length + 1];
        volatilities[0] = first;
        trends = new Trend[innovations.length + 1];
        trends[0] = before;
        for (int t = 0; t < innovations.length; t++) {
            double innovation = innovations[t] / weekdays.on(days[t]);
            volatilities[t + 1] = volatilities[t].next(innovation);
            trends[t + 1] = trends[t].next(innovation);
        }
    }

    /**
     * @param days weekdays of the innovations
     * @param first volatility before the first innovation
     */
    static ExpectedSizes of(double[] innovations, DayOfWeek[] days, WeekdaySizes weekdays, Volatility first) {
        return new ExpectedSizes(innovations, days, weekdays, first, Trend.UNKNOWN);
    }

    /**
     * The same sizes with weekday factors estimated from some of the innovations.
     *
     * @param from index of the first innovation used; earlier expected sizes are too imprecise
     * @param to index after the last innovation used
     */
    ExpectedSizes withWeekdays(int from, int to) {
        var learnt = WeekdaySizes.of(relative(from, to), Arrays.copyOfRange(days, from, to));
        return learnt == WeekdaySizes.ALIKE
                ? this
                : new ExpectedSizes(innovations, days, learnt, volatilities[0], Trend.UNKNOWN);
    }

    /** Absolute innovations divided by their expected sizes. */
    double[] relative(int from, int to) {
        return IntStream.range(from, to)
                .mapToDouble(t -> size(t) / volatilities[t].ahead(1, Method.CONDITIONAL)[0])
                .toArray();
    }

    DayOfWeek day(int t) {
        return days[t];
    }

    /** The same sizes with the effects of trends. */
    ExpectedSizes with(Trend before) {
        return new ExpectedSizes(innovations, days, weekdays, volatilities[0], before);
    }

    /** The absolute innovation at index {@code t}. */
    double size(int t) {
        return Math.abs(innovations[t]);
    }

    /** The trend before innovation {@code t}. */
    Trend trend(int t) {
        return trends[t];
    }

    WeekdaySizes weekdays() {
        return weekdays;
    }

    /** The volatility after the last innovation. */
    Volatility newest() {
        return volatilities[volatilities.length - 1];
    }

    /** The trend after the last innovation. */
    Trend newestTrend() {
        return trends[trends.length - 1];
    }

    /** {@link #ahead} without the effects of trends. */
    double[] aheadWithoutTrends(int from, int steps) {
        return volatilities[from].ahead(steps, Method.CONDITIONAL, weekdays, days[from]);
    }

    /** Root mean squares of the expected sizes of the innovations from {@code from} on, by steps ahead. */
    double[] ahead(int from, int steps, Method method) {
        return ahead(volatilities[from], trends[from], steps, method, weekdays, days[from]);
    }

    /** Root mean squares of the expected sizes from any volatility and trend; the first step is on {@code first}. */
    static double[] ahead(
            Volatility volatility, Trend trend, int steps, Method method, WeekdaySizes weekdays, DayOfWeek first) {
        double[] sizes = volatility.ahead(steps, method, weekdays, first);
        if (method == Method.CONDITIONAL) {
            trend.resize(sizes);
        }
        return sizes;
    }
}
