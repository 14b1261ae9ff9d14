package dev.ecoin.forecasting;

import java.util.concurrent.CancellationException;

/** Ends a computation whose thread was interrupted: fits take from milliseconds to minutes. */
public final class Interruption {

    private Interruption() {}

    /**
     * Costs nanoseconds, so that every pass over a series can begin with it. The thread stays interrupted.
     *
     * @throws CancellationException if the thread is interrupted
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the computation was interrupted");
        }
    }
}
