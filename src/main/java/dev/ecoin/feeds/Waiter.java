package dev.ecoin.feeds;

import java.time.Instant;

/** Waits in real time; tests advance their clock instead. */
@FunctionalInterface
public interface Waiter {

    /** Returns at the instant, or immediately if it has passed. */
    void waitUntil(Instant instant) throws InterruptedException;
}
