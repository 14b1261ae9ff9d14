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

/** A run that this process is at. Thread-safe: its kind may use threads of its own. */
public final class RunUnderWay {

    private static final Logger LOG = Logger.getLogger(RunUnderWay.class);

    /** Why an attempt is to end before its work is done. */
    public enum Reason {
        CANCELLED,
        /** This process ends as soon as the work allows it; another one goes on. */
        LEAVING,
        /** It ends now. */
        BROKEN_OFF
    }

    private final Run run;
    private final JobDatabase database;
    private final RunRepository runs;
    private final Duration patience;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Consumer<Reason>> listeners = new ArrayList<>();
    private Reason reason;

    RunUnderWay(Run run, JobDatabase database, RunRepository runs, Duration patience) {
        this.run = run;
        this.database = database;
        this.runs = runs;
        this.patience = patience;
    }

    public Run run() {
        return run;
    }

    /**
     * Does work in a transaction that counts only while the run is this process's, through outages of the database.
     *
     * @param work can be done twice without harm
     * @throws LostRun if it is not any more; then nothing has happened
     */
    public <T> T held(JobDatabase.Work<T> work) {
        return within(runs::hold, work);
    }

    /** As {@link #held}, for work after which who takes the run over has less to do. */
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

    /** Notes what the run is at, for whoever watches it: no reason to break it off. */
    public void phase(String phase) {
        try {
            database.run(session -> runs.phase(session, run, phase));
        } catch (DatabaseAway e) {
            LOG.debug("What the run is at is not noted", e);
        }
    }

    /** Null as long as nothing speaks against doing all the work. */
    public synchronized Reason ending() {
        return reason;
    }

    public synchronized boolean isEnding() {
        return reason != null;
    }

    /** Tells when the run is to end, at once if it is already, and again when it is to be broken off. */
    public void onEnding(Consumer<Reason> told) {
        Reason already;
        synchronized (this) {
            listeners.add(told);
            already = reason;
        }
        if (already != null) {
            told.accept(already);
        }
    }

    /** The first reason counts. */
    void end(Reason why) {
        List<Consumer<Reason>> told;
        synchronized (this) {
            // Told once, whoever else notices it: an interrupt more would hit what follows the first one.
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
