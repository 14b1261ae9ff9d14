package dev.ecoin.feeds;

import java.time.Duration;
import java.time.Instant;

/**
 * The calls that a feed allows, shared by all workers and by all replicas on the same database. It outlives the
 * process. All times are passed in.
 */
public interface CallBudget {

    /**
     * Takes the next permit and counts it against the month.
     *
     * @param weight how many permits' time the call takes up
     * @param patience a pause that ends later than this after {@code now} is not waited for
     * @return from when on a call may be made, {@code now} at the earliest
     * @throws FeedException.Paused if all calls are paused for longer than that, or the month's are spent
     */
    Instant take(Pace pace, int weight, Instant now, Duration patience);

    /** Whether a call may be made on a permit that had to be waited for: not if all calls were paused meanwhile. */
    boolean holds(Pace pace, Instant permit);

    /** Gives back a permit that no call was made on; its place in time is granted again if no later one was taken. */
    void giveBack(Pace pace, int weight, Instant permit);

    /** Grants no permit before the instant; a shorter pause does not cut a longer one. */
    void pauseUntil(Pace pace, Instant end, String reason);
}
