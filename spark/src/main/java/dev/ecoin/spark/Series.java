package dev.ecoin.spark;

import java.time.LocalDate;

/**
 * One series as its rows tell it.
 *
 * @param id null if the rows have none
 * @param dated whether steps are days; otherwise they are only numbered
 * @param first step that a row names, in days since 1970-01-01 if dated
 * @param values of the first step and those after it, NaN where missing
 * @param problem what is wrong with the rows, and then there are no values; null if nothing is
 */
record Series(String id, boolean dated, long first, double[] values, String problem) {

    long last() {
        return first + values.length - 1;
    }

    /** Steps other than days are fitted as {@code fit} does by default. */
    LocalDate start() {
        return dated ? LocalDate.ofEpochDay(first) : LocalDate.EPOCH;
    }

    /** @throws IllegalArgumentException if something is wrong with the rows */
    void check() {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }
}
