package dev.ecoin.serving;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * When a model's origin is expected to move on: a forecast changes when the scheduled crawl brings a day's price. Until
 * then clients may keep it, unless an operator activates another model; from then on they should look again and again.
 */
@ApplicationScoped
class NextOrigin {

    /** While a new origin is due any moment. */
    private static final Duration OVERDUE = Duration.ofMinutes(1);

    /** What Quarkus takes for no schedule. */
    private static final Set<String> OFF = Set.of("off", "disabled");

    private final Clock clock;
    private final Optional<ExecutionTime> crawls;
    private volatile Period period;

    NextOrigin(Clock clock, @ConfigProperty(name = "ecoin.crawl.schedule") String schedule) {
        this.clock = clock;
        this.crawls = OFF.contains(schedule)
                ? Optional.empty()
                : Optional.of(ExecutionTime.forCron(
                        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ)).parse(schedule)));
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
        if (crawls.isEmpty() || origin == null) {
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
        var time = ZonedDateTime.ofInstant(now, ZoneOffset.UTC);
        var next = crawls.flatMap(schedule -> schedule.nextExecution(time)).orElse(time.plus(OVERDUE));
        // At the very second of a crawl the last one is this one.
        var last = crawls.flatMap(schedule -> schedule.lastExecution(time.plusNanos(1)))
                .orElse(time);
        return new Period(last.toInstant(), next.toInstant());
    }
}
