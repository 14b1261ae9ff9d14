package dev.ecoin.serving;

import dev.ecoin.runs.DueTimes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * When a model's origin is expected to move on: a forecast changes when the scheduled crawl brings a day's price. Until
 * then clients may keep it, unless an operator activates another model; from then on they should look again and again.
 */
@ApplicationScoped
class NextOrigin {

    /** While a new origin is due any moment. */
    private static final Duration OVERDUE = Duration.ofMinutes(1);

    private final Clock clock;
    private final DueTimes crawls;
    private volatile Period period;

    NextOrigin(Clock clock, @ConfigProperty(name = "ecoin.crawl.schedule") String schedule) {
        this.clock = clock;
        this.crawls = new DueTimes(schedule);
    }

    /** Time between two crawls: reading a schedule is too slow for every request. */
    private record Period(Instant from, Instant to) {

        boolean holds(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(to);
        }
    }

    /**
     * The value of {@code Cache-Control} for a forecast.
     *
     * @param origin the oldest of those it comes from, null if it comes from none
     */
    String cacheControl(LocalDate origin) {
        if (crawls.isOff() || origin == null) {
            // Prices come when somebody brings them.
            return "no-cache";
        }
        var now = clock.instant();
        var current = period;
        if (current == null || !current.holds(now)) {
            current = period(now);
            period = current;
        }
        var newest = LocalDate.ofInstant(current.from(), ZoneOffset.UTC).minusDays(1);
        var age = origin.isBefore(newest) ? OVERDUE : Duration.between(now, current.to());
        return "max-age=" + Math.max(1, age.toSeconds());
    }

    private Period period(Instant now) {
        // At the very second of a crawl the last one is this one.
        return new Period(crawls.last(now).orElse(now), crawls.next(now).orElse(now.plus(OVERDUE)));
    }
}
