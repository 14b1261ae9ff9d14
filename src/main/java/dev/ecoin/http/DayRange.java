package dev.ecoin.http;

import java.time.LocalDate;

/**
 * A range of days asked for by the parameters {@code from} and {@code to}, both ends included.
 *
 * @param from null for no bound
 * @param to null for no bound
 */
public record DayRange(LocalDate from, LocalDate to) {

    /**
     * Reads the parameters.
     *
     * @throws ProblemException with status 400 if one is no date, 422 if the range ends before it starts
     */
    public static DayRange read(String from, String to) {
        var first = Parameters.optionalDate("from", from);
        var last = Parameters.optionalDate("to", to);
        if (first != null && last != null && first.isAfter(last)) {
            throw ProblemException.unprocessable(
                    "from",
                    from,
                    "The range starts on " + first + ", after its end on " + last,
                    "a date up to " + last);
        }
        return new DayRange(first, last);
    }

    public boolean contains(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }
}
