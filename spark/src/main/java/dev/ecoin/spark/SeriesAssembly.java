package dev.ecoin.spark;

import java.time.LocalDate;
import java.util.Arrays;
import org.apache.spark.sql.Row;

/** Assembles one series from its rows, sorted by step. Memory is bounded by the longest series. */
final class SeriesAssembly {

    private static final int USUAL_LENGTH = 512;

    private final String id;
    private final boolean dated;
    private final int longest;
    private double[] values = new double[USUAL_LENGTH];
    private int length;
    private long first;
    private String problem;

    SeriesAssembly(String id, boolean dated, int longest) {
        this.id = id;
        this.dated = dated;
        this.longest = longest;
        problem = id == null ? "The field 'id' must be text or a number." : null;
    }

    /** Keeps the first problem and ignores all later rows. */
    void add(Row row) {
        if (problem != null) {
            return;
        }
        if (!row.isNullAt(SeriesRows.PROBLEM)) {
            problem = row.getString(SeriesRows.PROBLEM);
        } else if (row.isNullAt(SeriesRows.STEP)) {
            problem = "A row has no " + (dated ? "day." : "index.");
        } else {
            add(
                    row.getLong(SeriesRows.STEP),
                    row.isNullAt(SeriesRows.VALUE) ? Double.NaN : row.getDouble(SeriesRows.VALUE));
        }
    }

    private void add(long step, double value) {
        if (length == 0) {
            first = step;
        }
        // Steps are sorted, so only an overflow makes this negative.
        long at = step - first;
        if (at < 0 || at >= longest) {
            problem = "The series is longer than " + longest + " steps, from " + name(first) + " to at least "
                    + name(step) + "; see --longest.";
        } else if (at == length - 1) {
            merge((int) at, value);
        } else {
            append((int) at, value);
        }
    }

    private void append(int at, double value) {
        if (at >= values.length) {
            values = Arrays.copyOf(values, Math.min(longest, Math.max(at + 1, 2 * values.length)));
        }
        Arrays.fill(values, length, at, Double.NaN);
        values[at] = value;
        length = at + 1;
    }

    /** Rows of the same step come in any order, so the result must not depend on it. */
    private void merge(int at, double value) {
        if (Double.isNaN(values[at])) {
            values[at] = value;
        } else if (!Double.isNaN(value) && value != values[at]) {
            problem = "The " + (dated ? "day " : "index ") + name(first + at) + " has two values, "
                    + Math.min(values[at], value) + " and " + Math.max(values[at], value) + ".";
        }
    }

    private String name(long step) {
        return dated ? LocalDate.ofEpochDay(step).toString() : Long.toString(step);
    }

    Series series() {
        return new Series(id, dated, first, problem == null ? Arrays.copyOf(values, length) : new double[0], problem);
    }
}
