package dev.ecoin.feeds;

import java.time.Duration;
import java.time.Instant;

/**
 * The calls that a feed allows, shared by all workers and all replicas on the same database. It survives the process.
 * All times are passed in.
 */
public interface CallBudget {

    /**
     * Takes the next permit and counts it against the month.
     *
     * @param weight number of permits that the call uses
     * @param patience longest pause after {@code now} that the caller waits for
     * @return earliest time of the call, not before {@code now}
     * @throws FeedException.Paused if all calls are paused for longer than that, or the month's calls are used up
     */
    Instant take(Pace pace, int weight, Instant now, Duration patience);

    /** Whether a permit is still valid after waiting for it; false if all calls were paused meanwhile. */
    boolean holds(Pace pace, Instant permit);

    /** Returns an unused permit; its time slot is granted again if no later one was taken. */
    void giveBack(Pace pace, int weight, Instant permit);

    /** Grants no permit before the instant; never shortens a longer pause. */
    void pauseUntil(Pace pace, Instant end, String reason);
}
