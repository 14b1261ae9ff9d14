package dev.ecoin.http;

import java.time.LocalDate;

/**
 * The days of a request.
 *
 * @param from first day, null for no bound
 * @param to last day, null for no bound
 */
public record DateRange(LocalDate from, LocalDate to) {

    public static final DateRange ALL = new DateRange(null, null);

    // PostgreSQL supports a smaller range of dates than Java.
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    public DateRange {
        from = within(from);
        to = within(to);
    }

    /**
     * Parses the parameters {@code from} and {@code to}.
     *
     * @throws ProblemException with status 400 if one is not a date, 422 if the range ends before it starts
     */
    public static DateRange parse(String from, String to) {
        var first = Parameters.optionalDate("from", from);
        var last = Parameters.optionalDate("to", to);
        if (first != null && last != null && first.isAfter(last)) {
            throw ProblemException.unprocessable(
                    "from",
                    from,
                    "The range starts on " + first + ", after its end on " + last,
                    "a date up to " + last);
        }
        return new DateRange(first, last);
    }

    public boolean contains(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    private static LocalDate within(LocalDate day) {
        if (day == null) {
            return null;
        }
        return day.isBefore(FIRST_DAY) ? FIRST_DAY : day.isAfter(LAST_DAY) ? LAST_DAY : day;
    }
}
