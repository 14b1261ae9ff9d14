package dev.ecoin.prices.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses dates and times in any unambiguous format, or in one given format. */
final class Dates {

    /** 5/6/2021, 05.06.2021 and 5-6-21 do not show which number is the month. */
    private static final Pattern AMBIGUOUS = Pattern.compile("\\d{1,2}([/.-])\\d{1,2}\\1(\\d{4}|\\d{2})\\b.*");

    private static final Pattern EPOCH = Pattern.compile("\\d{9,19}(\\.\\d*)?|\\d\\.\\d+[eE]\\+?\\d{1,2}");

    /** An offset may follow; times without one are UTC. */
    private static final Pattern WITH_TIME = Pattern.compile(
            "(?<date>\\d{4}([-/.]?)\\d{2}\\2\\d{2})[T ]+(?<time>\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?)"
                    + " ?(?<offset>Z|UTC|GMT|[+-]\\d{2}(:?\\d{2})?)?",
            Pattern.CASE_INSENSITIVE);

    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            strict("uuuu/MM/dd"),
            strict("uuuu.MM.dd"),
            DateTimeFormatter.BASIC_ISO_DATE,
            strict("[EEEE][EEE][', ']MMM d[','] uuuu"),
            strict("[EEEE][EEE][', ']MMMM d[','] uuuu"),
            strict("d MMM uuuu"),
            strict("d MMMM uuuu"),
            strict("d-MMM-uuuu"),
            strict("MMM-dd-uuuu"));

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("H:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final int SECONDS = 10;
    private static final int MILLISECONDS = 13;
    private static final int MICROSECONDS = 16;

    private static final String EXAMPLES = "a date such as 2026-12-31";

    private final String pattern;
    private final DateTimeFormatter format;

    private Dates(String pattern, DateTimeFormatter format) {
        this.pattern = pattern;
        this.format = format;
    }

    /** Any unambiguous format. */
    static Dates clear() {
        return new Dates(null, null);
    }

    /**
     * One given format.
     *
     * @param pattern for {@link DateTimeFormatter}, such as {@code d/M/yyyy}
     */
    static Dates in(String pattern) throws NoPricesException {
        var valid = "letters of Java's DateTimeFormatter, such as d/M/yyyy, MM/dd/yyyy or dd.MM.yyyy HH:mm:ss";
        try {
            var format = strict(pattern.replace('y', 'u'));
            var year = LocalDateTime.of(2021, 12, 31, 0, 0).atOffset(ZoneOffset.UTC);
            var read = new Dates(pattern, format).parse(format.format(year));
            if (!read.date().equals(year.toLocalDate())) {
                throw new DateTimeException("of another day");
            }
            return new Dates(pattern, format);
        } catch (RejectedException | DateTimeException | IllegalArgumentException e) {
            throw new NoPricesException(
                    "date_format",
                    pattern,
                    "'" + pattern + "' is not the format of a date with a day (d), a month (M) and a year (y)",
                    valid);
        }
    }

    boolean isAmbiguous(String text) {
        return format == null && AMBIGUOUS.matcher(text).matches();
    }

    Moment parse(String text) throws RejectedException {
        try {
            if (format != null) {
                return moment(format.parse(text));
            }
            var time = WITH_TIME.matcher(text);
            if (time.matches()) {
                return Moment.of(OffsetDateTime.of(
                        date(time.group("date")).orElseThrow(() -> new DateTimeException("not a date")),
                        LocalTime.parse(time.group("time"), TIME),
                        offset(time.group("offset"))));
            }
            if (EPOCH.matcher(text).matches()) {
                return Moment.of(instant(new BigDecimal(text)));
            }
            var date = date(text);
            if (date.isPresent()) {
                return Moment.of(date.get());
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Reported below.
        }
        throw new RejectedException(
                format != null
                        ? "the date '" + RejectedException.excerpt(text) + "' is not of the form " + pattern
                        : isAmbiguous(text)
                                ? "the date '" + RejectedException.excerpt(text)
                                        + "' may start with its day or its month; --date-format says which"
                                : "the date '" + RejectedException.excerpt(text) + "' is not a date; use " + EXAMPLES);
    }

    private static Optional<LocalDate> date(String text) {
        for (var known : DATES) {
            try {
                return Optional.of(LocalDate.parse(text, known));
            } catch (DateTimeException e) {
                // Try the next format.
            }
        }
        return Optional.empty();
    }

    private static ZoneOffset offset(String text) {
        return text == null || !text.matches("[+-].*") ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    /** Seconds, milliseconds, microseconds or nanoseconds since 1970, which differ in their number of digits. */
    private static Instant instant(BigDecimal number) {
        var digits = number.precision() - number.scale();
        var perSecond = digits <= SECONDS ? 0 : digits <= MILLISECONDS ? 3 : digits <= MICROSECONDS ? 6 : 9;
        var seconds = number.movePointLeft(perSecond);
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(9).longValue());
    }

    private static Moment moment(TemporalAccessor read) {
        var date = read.query(TemporalQueries.localDate());
        var time = read.query(TemporalQueries.localTime());
        if (date == null) {
            throw new DateTimeException("no date");
        }
        if (time == null) {
            return Moment.of(date);
        }
        var offset = read.query(TemporalQueries.offset());
        return Moment.of(OffsetDateTime.of(date, time, offset == null ? ZoneOffset.UTC : offset));
    }

    private static DateTimeFormatter strict(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
