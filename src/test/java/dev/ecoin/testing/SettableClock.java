package dev.ecoin.testing;

import dev.ecoin.feeds.Waiter;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of tests. Waiting advances it and takes no real time. */
@Singleton
public final class SettableClock extends Clock implements Waiter {

    public static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private Instant now = START;

    public synchronized void reset() {
        now = START;
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public synchronized void waitUntil(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("everything is UTC");
    }
}
