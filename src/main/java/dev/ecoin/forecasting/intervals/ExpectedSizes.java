package dev.ecoin.forecasting.intervals;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sizes of a series' innovations that were expected before each of them, by the volatility until then, the day of the
 * week and, if wanted, the trend. Immutable.
 */
final class ExpectedSizes {

    private final double[] innovations;
    private final DayOfWeek[] days;
    private final WeekdaySizes weekdays;
    /** Known before the innovation of the same index; one more than innovations. */
    private final Volatility[] volatilities;
    /** Likewise; all unknown where they do not matter. */
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
     * @param days of the innovations
     * @param first before the first innovation
     */
    static ExpectedSizes of(double[] innovations, DayOfWeek[] days, WeekdaySizes weekdays, Volatility first) {
        return new ExpectedSizes(innovations, days, weekdays, first, Trend.UNKNOWN);
    }

    /**
     * The same with the weekdays' sizes that innovations tell.
     *
     * @param from first of them, before which sizes are not known well enough
     * @param to behind the last
     */
    ExpectedSizes withWeekdays(int from, int to) {
        var learnt = WeekdaySizes.of(relative(from, to), Arrays.copyOfRange(days, from, to));
        return learnt == WeekdaySizes.ALIKE
                ? this
                : new ExpectedSizes(innovations, days, learnt, volatilities[0], Trend.UNKNOWN);
    }

    /** Absolute innovations divided by the sizes expected of them. */
    double[] relative(int from, int to) {
        return IntStream.range(from, to)
                .mapToDouble(t -> size(t) / volatilities[t].ahead(1, Method.CONDITIONAL)[0])
                .toArray();
    }

    DayOfWeek day(int t) {
        return days[t];
    }

    /** The same with the effects of trends. */
    ExpectedSizes with(Trend before) {
        return new ExpectedSizes(innovations, days, weekdays, volatilities[0], before);
    }

    /** The absolute innovation with an index. */
    double size(int t) {
        return Math.abs(innovations[t]);
    }

    /** Before the innovation with an index. */
    Trend trend(int t) {
        return trends[t];
    }

    WeekdaySizes weekdays() {
        return weekdays;
    }

    /** After the last innovation. */
    Volatility newest() {
        return volatilities[volatilities.length - 1];
    }

    /** Likewise. */
    Trend newestTrend() {
        return trends[trends.length - 1];
    }

    /** The same as {@link #ahead} but for the effects of trends. */
    double[] aheadWithoutTrends(int from, int steps) {
        return volatilities[from].ahead(steps, Method.CONDITIONAL, weekdays, days[from]);
    }

    /** Root mean squares of the sizes expected of the innovations from the one with an index on, by steps ahead. */
    double[] ahead(int from, int steps, Method method) {
        return ahead(volatilities[from], trends[from], steps, method, weekdays, days[from]);
    }

    /** The same of any volatility and trend before a first step on a day of the week. */
    static double[] ahead(
            Volatility volatility, Trend trend, int steps, Method method, WeekdaySizes weekdays, DayOfWeek first) {
        double[] sizes = volatility.ahead(steps, method, weekdays, first);
        if (method == Method.CONDITIONAL) {
            trend.resize(sizes);
        }
        return sizes;
    }
}
