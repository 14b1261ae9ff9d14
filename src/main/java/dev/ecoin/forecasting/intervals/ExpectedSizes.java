package dev.ecoin.forecasting.intervals;

import java.time.DayOfWeek;

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

    private ExpectedSizes(double[] innovations, DayOfWeek[] days, WeekdaySizes weekdays, Trend before) {
        this.innovations = innovations;
        this.days = days;
        this.weekdays = weekdays;
        volatilities = new Volatility[innovations.length + 1];
        volatilities[0] = Volatility.NONE;
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
     * @param warmUp first innovations, before which sizes are not known well enough
     * @param known innovations from which the weekdays' sizes are learnt
     */
    static ExpectedSizes of(double[] innovations, DayOfWeek[] days, int warmUp, int known) {
        var alike = new ExpectedSizes(innovations, days, WeekdaySizes.ALIKE, Trend.UNKNOWN);
        int count = Math.max(0, known - warmUp);
        var sizes = new double[count];
        var fell = new DayOfWeek[count];
        for (int i = 0; i < count; i++) {
            int t = warmUp + i;
            sizes[i] = Math.abs(innovations[t]) / alike.volatilities[t].ahead(1, Method.CONDITIONAL)[0];
            fell[i] = days[t];
        }
        var weekdays = WeekdaySizes.of(sizes, fell);
        return weekdays == WeekdaySizes.ALIKE ? alike : new ExpectedSizes(innovations, days, weekdays, Trend.UNKNOWN);
    }

    /** The same with the effects of trends. */
    ExpectedSizes withTrends() {
        return new ExpectedSizes(innovations, days, weekdays, Trend.NONE);
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
