package dev.ecoin.feeds;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The rate of a feed's calls.
 *
 * @param budget whose calls are counted together, such as a plan
 * @param interval the time that a call of weight 1 takes up, in whole microseconds: the database keeps no finer ones
 * @param callsPerMonth most calls in a calendar month (UTC); empty if they are not counted
 * @param monthlyKey the key of the configuration that says so
 */
public record Pace(String budget, Duration interval, OptionalInt callsPerMonth, String monthlyKey) {

    /**
     * Permits are spaced for this share of the rate: a minute then has room for its calls and 1.8 s to spare, by which
     * a call may arrive late without making one too many of the minute after.
     */
    private static final double SHARE = 0.97;

    private static final int NANOS_PER_MICRO = 1_000;

    /** @param perMinute most calls of weight 1 in any sliding minute */
    public static Pace of(String budget, int perMinute, OptionalInt callsPerMonth, String monthlyKey) {
        var micros = Math.ceil(Duration.ofMinutes(1).toNanos() / (perMinute * SHARE) / NANOS_PER_MICRO);
        return new Pace(budget, Duration.ofNanos((long) micros * NANOS_PER_MICRO), callsPerMonth, monthlyKey);
    }

    /** How many calls can be made in the time. */
    public int callsWithin(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.dividedBy(interval));
    }
}
