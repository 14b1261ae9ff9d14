package dev.ecoin.forecasting.series;

import dev.ecoin.forecasting.series.SeriesException.Reason;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;

/** One value per UTC day from {@link #start()} to {@link #end()}, NaN where the day is missing. Immutable. */
public final class DailySeries {

    private final LocalDate start;
    private final double[] values;

    private DailySeries(LocalDate start, double[] values) {
        this.start = start;
        this.values = values;
    }

    /**
     * A series of consecutive days. Missing days (NaN) at either end are dropped, so that the first and last day are
     * observed; {@link #start()} then differs from the argument.
     *
     * @throws SeriesException EMPTY if no value is observed, NOT_FINITE if one is infinite
     */
    public static DailySeries of(LocalDate start, double... values) {
        Objects.requireNonNull(start, "start");
        int from = 0;
        int to = values.length;
        while (from < to && Double.isNaN(values[from])) {
            from++;
        }
        while (to > from && Double.isNaN(values[to - 1])) {
            to--;
        }
        if (from == to) {
            throw new SeriesException(Reason.EMPTY, "no observed day");
        }
        var copy = Arrays.copyOfRange(values, from, to);
        for (int i = 0; i < copy.length; i++) {
            if (Double.isInfinite(copy[i])) {
                throw new SeriesException(Reason.NOT_FINITE, "infinite value on " + start.plusDays(from + (long) i));
            }
        }
        return new DailySeries(start.plusDays(from), copy);
    }

    /**
     * A series of values by day. Days between the first and the last key with no entry, null or NaN are missing.
     *
     * @throws SeriesException EMPTY if no value is observed, NOT_FINITE if one is infinite
     */
    public static DailySeries of(SortedMap<LocalDate, Double> byDay) {
        if (byDay.isEmpty()) {
            throw new SeriesException(Reason.EMPTY, "no observed day");
        }
        LocalDate first = byDay.firstKey();
        var dense = new double[Math.toIntExact(ChronoUnit.DAYS.between(first, byDay.lastKey()) + 1)];
        Arrays.fill(dense, Double.NaN);
        byDay.forEach((day, value) -> {
            if (value != null) {
                dense[(int) ChronoUnit.DAYS.between(first, day)] = value;
            }
        });
        return of(first, dense);
    }

    /** First observed day. */
    public LocalDate start() {
        return start;
    }

    /** Last observed day. */
    public LocalDate end() {
        return start.plusDays(values.length - 1L);
    }

    /** Number of days from start to end, missing ones included. */
    public int size() {
        return values.length;
    }

    /** Value of day {@code start + i}, NaN if missing. */
    public double value(int i) {
        return values[i];
    }

    /** Value of a day, NaN if it is missing or outside the series. */
    public double value(LocalDate day) {
        return day.isBefore(start) || day.isAfter(end())
                ? Double.NaN
                : values[Math.toIntExact(day.toEpochDay() - start.toEpochDay())];
    }

    /** All values, NaN where missing; a copy. */
    public double[] values() {
        return values.clone();
    }

    /**
     * The part of the series between two days, both included.
     *
     * @throws SeriesException EMPTY if no day between them is observed
     */
    public DailySeries between(LocalDate from, LocalDate to) {
        long first = Math.max(0, ChronoUnit.DAYS.between(start, from));
        long last = Math.min(values.length, ChronoUnit.DAYS.between(start, to) + 1);
        return first < last
                ? of(start.plusDays(first), Arrays.copyOfRange(values, (int) first, (int) last))
                : of(start);
    }

    /**
     * The latest observed day on or before a day.
     *
     * @throws SeriesException EMPTY if there is none
     */
    public LocalDate lastObserved(LocalDate day) {
        return between(start, day).end();
    }

    /**
     * All values from the day after an origin on; days before the first observation are NaN.
     *
     * @throws SeriesException NOT_AFTER_ORIGIN if the series does not start after the origin
     */
    public double[] since(LocalDate origin) {
        long gap = ChronoUnit.DAYS.between(origin, start) - 1;
        if (gap < 0) {
            throw new SeriesException(Reason.NOT_AFTER_ORIGIN, start + " is not after the model's origin " + origin);
        }
        var result = new double[Math.toIntExact(gap + values.length)];
        Arrays.fill(result, 0, (int) gap, Double.NaN);
        System.arraycopy(values, 0, result, (int) gap, values.length);
        return result;
    }

    /** Number of missing days. */
    public int missing() {
        int count = 0;
        for (double value : values) {
            if (Double.isNaN(value)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DailySeries that && start.equals(that.start) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * start.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "DailySeries[" + start + " to " + end() + ", " + missing() + " missing]";
    }
}
