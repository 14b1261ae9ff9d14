package dev.ecoin.prices.imports;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A date with an optional time, in UTC.
 *
 * @param time null if absent
 */
record Moment(LocalDate date, LocalTime time) {

    static Moment of(LocalDate date) {
        return new Moment(date, null);
    }

    static Moment of(Instant instant) throws DateTimeException {
        return of(instant.atOffset(ZoneOffset.UTC));
    }

    static Moment of(OffsetDateTime time) {
        var utc = time.withOffsetSameInstant(ZoneOffset.UTC);
        return new Moment(utc.toLocalDate(), utc.toLocalTime());
    }

    /** Absolute time between the two. */
    Duration distance(Moment other) {
        return Duration.between(start(), other.start()).abs();
    }

    private LocalDateTime start() {
        return date.atTime(time == null ? LocalTime.MIDNIGHT : time);
    }
}
