package dev.ecoin.analysis;

import dev.ecoin.http.ProblemException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Position of a row in an analysis, which is sorted by coin and then by day.
 *
 * @param day null if there is one row per coin
 */
record Position(String coin, LocalDate day) {

    private static final char SEPARATOR = ',';

    /** Parses the output of {@link #toString}; null gives null. */
    static Position parse(String value, Analysis analysis) {
        if (value == null) {
            return null;
        }
        if (analysis.dayColumn().isEmpty()) {
            return new Position(value, null);
        }
        var separator = value.lastIndexOf(SEPARATOR);
        try {
            if (separator > 0) {
                return new Position(value.substring(0, separator), LocalDate.parse(value.substring(separator + 1)));
            }
        } catch (DateTimeParseException e) {
            // Reported below.
        }
        throw ProblemException.badRequest(
                "after",
                value,
                "The parameter 'after' does not name a row",
                "a coin and a " + analysis.dayColumn().get() + ", as in bitcoin,2026-05-01");
    }

    @Override
    public String toString() {
        return day == null ? coin : coin + SEPARATOR + day;
    }
}
