package dev.ecoin.forecasting.intervals;

import java.time.DayOfWeek;

/**
 * The sizes of a series' innovations that were expected before each of them, by the volatility until then and the day of
 * the week.
 */
final class ExpectedSizes {

    private final DayOfWeek[] days;
    private final WeekdaySizes weekdays;
    /** Known before the innovation of the same index; one more than innovations. */
    private final Volatility[] volatilities;

    private ExpectedSizes(double[] innovations, DayOfWeek[] days, WeekdaySizes weekdays) {
        this.days = days;
        this.weekdays = weekdays;
        volatilities = new Volatility[innovations.length + 1];
        volatilities[0] = Volatility.NONE;
        for (int t = 0; t < innovations.length; t++) {
            volatilities[t + 1] = volatilities[t].next(innovations[t] / weekdays.on(days[t]));
        }
    }

    /**
     * @param days of the innovations
     * @param warmUp first innovations, before which sizes are not known well enough
     * @param known innovations from which the weekdays' sizes are learnt
     */
    static ExpectedSizes of(double[] innovations, DayOfWeek[] days, int warmUp, int known) {
        var alike = new ExpectedSizes(innovations, days, WeekdaySizes.ALIKE);
        int count = Math.max(0, known - warmUp);
        var sizes = new double[count];
        var fell = new DayOfWeek[count];
        for (int i = 0; i < count; i++) {
            int t = warmUp + i;
            sizes[i] = Math.abs(innovations[t]) / alike.volatilities[t].ahead(1, Method.CONDITIONAL)[0];
            fell[i] = days[t];
        }
        var weekdays = WeekdaySizes.of(sizes, fell);
        return weekdays == WeekdaySizes.ALIKE ? alike : new ExpectedSizes(innovations, days, weekdays);
    }

    WeekdaySizes weekdays() {
        return weekdays;
    }

    /** After the last innovation. */
    Volatility newest() {
        return volatilities[volatilities.length - 1];
    }

    /** Root mean squares of the sizes expected of the innovations from the one with an index on, by steps ahead. */
    double[] ahead(int from, int steps, Method method) {
        return volatilities[from].ahead(steps, method, weekdays, days[from]);
    }
}
