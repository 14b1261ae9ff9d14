package dev.ecoin.feeds;

import java.time.Instant;

/** Lets time pass; tests move their clock instead. */
@FunctionalInterface
public interface Waiter {

    /** Returns at the instant, or at once if it has passed. */
    void waitUntil(Instant instant) throws InterruptedException;
}
