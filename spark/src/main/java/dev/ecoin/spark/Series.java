package dev.ecoin.spark;

import java.time.LocalDate;

/**
 * One series, assembled from its rows.
 *
 * @param id null if the rows have none
 * @param dated whether steps are days; otherwise they are integers
 * @param first first step, in days since 1970-01-01 if dated
 * @param values of the first step and those after it, NaN where missing
 * @param problem error in the rows, in which case there are no values; null if there is none
 */
record Series(String id, boolean dated, long first, double[] values, String problem) {

    long last() {
        return first + values.length - 1;
    }

    /** Steps that are not days use the default start date of {@code fit}. */
    LocalDate start() {
        return dated ? LocalDate.ofEpochDay(first) : LocalDate.EPOCH;
    }

    /**
     * @throws IllegalArgumentException if the rows have an error
     */
    void check() {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }
}
