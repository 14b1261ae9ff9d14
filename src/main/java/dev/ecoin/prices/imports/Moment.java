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
 * What a file says of when: a date, or a date and a time, in UTC.
 *
 * @param time null if there is none
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

    /** How far apart the two are. */
    Duration distance(Moment other) {
        return Duration.between(start(), other.start()).abs();
    }

    private LocalDateTime start() {
        return date.atTime(time == null ? LocalTime.MIDNIGHT : time);
    }
}
