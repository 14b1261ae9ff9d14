package dev.ecoin.coingecko;

import java.time.Duration;
import java.time.Instant;

/**
 * The arithmetic of spacing calls, apart from the waiting: permits are a minute divided by the calls allowed in it
 * apart, so that no sliding minute holds more. Thread-safe.
 */
final class Pacer {

    private final Duration interval;
    private Instant next = Instant.MIN;

    Pacer(int callsPerMinute) {
        if (callsPerMinute < 1) {
            throw new IllegalArgumentException(
                    "ecoin.coingecko.calls-per-minute is " + callsPerMinute + ", but must be at least 1.");
        }
        interval = Duration.ofMinutes(1).dividedBy(callsPerMinute);
    }

    /** Takes the next permit and tells from when on it holds, {@code now} at the earliest. */
    synchronized Instant permit(Instant now) {
        var permit = next.isAfter(now) ? next : now;
        next = permit.plus(interval);
        return permit;
    }

    /** Gives back a permit that no call was made on, if no other was taken since. */
    synchronized void giveBack(Instant permit) {
        if (next.equals(permit.plus(interval))) {
            next = permit;
        }
    }

    /** Grants no permit before the instant. */
    synchronized void pauseUntil(Instant end) {
        if (end.isAfter(next)) {
            next = end;
        }
    }
}
