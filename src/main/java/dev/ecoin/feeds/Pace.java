package dev.ecoin.feeds;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The rate of a feed's calls.
 *
 * @param budget name of the budget that shares a count of calls, such as a plan
 * @param interval time used by a call of weight 1, in whole microseconds, the database's resolution
 * @param callsPerMonth maximum number of calls in a calendar month (UTC); empty if they are not counted
 * @param monthlyKey configuration key of that maximum
 */
public record Pace(String budget, Duration interval, OptionalInt callsPerMonth, String monthlyKey) {

    /**
     * Permits are spaced for this share of the rate. A minute then has 1.8 s to spare, so that a late call does not
     * exceed the limit of the next minute.
     */
    private static final double SHARE = 0.97;

    private static final int NANOS_PER_MICRO = 1_000;

    /**
     * @param perMinute maximum number of calls of weight 1 in any sliding minute
     */
    public static Pace of(String budget, int perMinute, OptionalInt callsPerMonth, String monthlyKey) {
        var micros = Math.ceil(Duration.ofMinutes(1).toNanos() / (perMinute * SHARE) / NANOS_PER_MICRO);
        return new Pace(budget, Duration.ofNanos((long) micros * NANOS_PER_MICRO), callsPerMonth, monthlyKey);
    }

    /** Number of calls that fit into the time. */
    public int callsWithin(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.dividedBy(interval));
    }
}
