package dev.ecoin.runs;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;

/** When a scheduled job is due, by its cron expression in UTC; never if it is switched off. */
public final class DueTimes {

    /** Values that Quarkus treats as no schedule. */
    private static final Set<String> OFF = Set.of("off", "disabled");

    private final Optional<ExecutionTime> schedule;

    /**
     * @param schedule cron expression of Quarkus, seconds first, or {@code off}
     * @throws IllegalArgumentException if it is neither
     */
    public DueTimes(String schedule) {
        this.schedule = OFF.contains(schedule)
                ? Optional.empty()
                : Optional.of(ExecutionTime.forCron(
                        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ)).parse(schedule)));
    }

    /** The latest due time, which may be {@code now} itself. */
    public Optional<Instant> last(Instant now) {
        return schedule.flatMap(times -> times.lastExecution(ZonedDateTime.ofInstant(now.plusNanos(1), ZoneOffset.UTC)))
                .map(ZonedDateTime::toInstant);
    }

    /** The next due time. */
    public Optional<Instant> next(Instant now) {
        return schedule.flatMap(times -> times.nextExecution(ZonedDateTime.ofInstant(now, ZoneOffset.UTC)))
                .map(ZonedDateTime::toInstant);
    }
}
