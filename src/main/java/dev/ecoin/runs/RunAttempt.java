package dev.ecoin.runs;

import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** A run that this process executes. Thread-safe, because its kind may use threads of its own. */
public final class RunAttempt {

    private static final Logger LOG = Logger.getLogger(RunAttempt.class);

    /** Why an attempt must end before its work is done. */
    public enum Reason {
        CANCELLED,
        /** This process shuts down as soon as the work allows; another one continues the run. */
        SHUTDOWN,
        /** This process exits now. */
        BROKEN_OFF
    }

    private final Run run;
    private final JobDatabase database;
    private final RunRepository runs;
    private final Duration patience;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Consumer<Reason>> listeners = new ArrayList<>();
    private Reason reason;

    RunAttempt(Run run, JobDatabase database, RunRepository runs, Duration patience) {
        this.run = run;
        this.database = database;
        this.runs = runs;
        this.patience = patience;
    }

    public Run run() {
        return run;
    }

    /**
     * Performs work in a transaction that takes effect only while this process holds the run. Retries through outages.
     *
     * @param work must be idempotent
     * @throws LostRun if another process has taken over the run; then nothing has changed
     */
    public <T> T held(JobDatabase.Work<T> work) {
        return within(runs::hold, work);
    }

    /** Like {@link #held}, for work that a takeover need not repeat. */
    public <T> T progress(JobDatabase.Work<T> work) {
        return within(runs::progress, work);
    }

    private <T> T within(Hold hold, JobDatabase.Work<T> work) {
        return database.throughOutages(patience, session -> {
            if (hold.isEndWanted(session, run)) {
                end(Reason.CANCELLED);
            }
            return work.in(session);
        });
    }

    private interface Hold {
        boolean isEndWanted(Session session, Run run) throws Exception;
    }

    /** Records the phase of the run for observers; a failure to do so does not end the run. */
    public void phase(String phase) {
        try {
            database.run(session -> runs.phase(session, run, phase));
        } catch (DatabaseAway e) {
            LOG.debug("The phase of the run could not be recorded", e);
        }
    }

    /** Why the attempt must end early; null while it may do all its work. */
    public synchronized Reason ending() {
        return reason;
    }

    public synchronized boolean isEnding() {
        return reason != null;
    }

    /** Calls the listener when the attempt must end early, immediately if it must already, and again when it must end now. */
    public void onEnding(Consumer<Reason> listener) {
        Reason already;
        synchronized (this) {
            listeners.add(listener);
            already = reason;
        }
        if (already != null) {
            listener.accept(already);
        }
    }

    /** Only the first reason counts. */
    void end(Reason why) {
        List<Consumer<Reason>> told;
        synchronized (this) {
            // Signalled only once, because a further interrupt would hit later work.
            if (reason == why) {
                return;
            }
            reason = reason == null ? why : reason;
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> listener.accept(why));
    }

    void ended() {
        ended.countDown();
    }

    boolean awaitEnd(long milliseconds) throws InterruptedException {
        return ended.await(milliseconds, TimeUnit.MILLISECONDS);
    }
}
