package dev.ecoin.training;

import dev.ecoin.cluster.Member;
import dev.ecoin.database.DatabaseFailures;
import dev.ecoin.logging.LogFields;
import dev.ecoin.training.TrainingRunRepository.LostRun;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Does work on a coin as a run that is recorded from its beginning to its end, whatever that is. */
@ApplicationScoped
class RecordedRuns {

    private static final Logger LOG = Logger.getLogger(RecordedRuns.class);

    private final TrainingRunRepository runs;
    private final Member member;
    private final Patience database;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    /** Shared by those that begin a run, kept by who looks for runs that nobody is at. */
    private final ReadWriteLock beginning = new ReentrantReadWriteLock();

    RecordedRuns(TrainingRunRepository runs, Member member, Patience database, Clock clock, MeterRegistry metrics) {
        this.runs = runs;
        this.member = member;
        this.database = database;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Whether a run waits, or nobody is at it any more; blocks. */
    boolean isAnyDue() {
        return database.await(runs.isAnyDue(underWay));
    }

    /** Lets runs wait again that nobody is at any more; blocks. */
    void handBackOrphans() {
        beginning.writeLock().lock();
        try {
            for (var run : database.await(runs.handBackOrphans(underWay, clock.instant()))) {
                LOG.warnf(
                        "Nobody is at the %s of %s any more; %s",
                        run.kind().label(),
                        run.coin(),
                        run.state() == TrainingState.WAITING ? "it waits again" : "it is given up: " + run.error());
            }
        } finally {
            beginning.writeLock().unlock();
        }
    }

    /**
     * Begins a run and does it; blocks.
     *
     * @param work ends the run itself; if it throws, the run has failed
     * @return the run as it ended; empty if it was not begun, or could not even be recorded
     */
    Optional<TrainingRun> run(Uni<Optional<TrainingRun>> begin, Consumer<TrainingRun> work) {
        try {
            return begin(begin).flatMap(run -> finish(run, work));
        } catch (RuntimeException e) {
            LOG.error("A run could not be recorded, and was not begun", e);
            return Optional.empty();
        }
    }

    /** Begins a run, for {@link #finish} to do; blocks. */
    Optional<TrainingRun> begin(Uni<Optional<TrainingRun>> begin) {
        beginning.readLock().lock();
        try {
            var run = member.isLeaving() ? Optional.<TrainingRun>empty() : database.awaitThroughOutages(begin);
            run.map(TrainingRun::id).ifPresent(underWay::add);
            return run;
        } finally {
            beginning.readLock().unlock();
        }
    }

    /** Does a run that has begun; blocks. */
    Optional<TrainingRun> finish(TrainingRun run, Consumer<TrainingRun> work) {
        return LogFields.ofCoin(run.coin(), () -> LogFields.ofRun("/trainings/" + run.id(), () -> perform(run, work)));
    }

    private Optional<TrainingRun> perform(TrainingRun run, Consumer<TrainingRun> work) {
        var timer = Timer.start(metrics);
        var ended = Optional.<TrainingRun>empty();
        try {
            work.accept(run);
            ended = database.await(runs.find(run.id()));
        } catch (LostRun e) {
            LOG.warnf("The %s of %s is of no use: %s", run.kind().label(), run.coin(), e.getMessage());
        } catch (RuntimeException | Error e) {
            if (DatabaseFailures.isOutage(e)) {
                LOG.warnf(
                        "The %s of %s was broken off and is done again once the database is back: %s",
                        run.kind().label(), run.coin(), message(e));
                LOG.debug("Run broken off", e);
            } else {
                ended = failed(run, e);
            }
        } finally {
            underWay.remove(run.id());
            var outcome = ended.map(TrainingRun::state).orElse(TrainingState.FAILED);
            timer.stop(metrics.timer(run.kind().metric(), "coin", run.coin(), "outcome", outcome.label()));
        }
        return ended;
    }

    private Optional<TrainingRun> failed(TrainingRun run, Throwable e) {
        var kind = run.kind().label();
        var reason = message(e);
        LOG.warnf("The run of %s for %s failed, what serves stays: %s", kind, run.coin(), reason);
        LOG.debug("Run failed", e);
        try {
            database.await(runs.fail(run.id(), clock.instant(), reason));
            return database.await(runs.find(run.id()));
        } catch (RuntimeException unrecorded) {
            LOG.errorf(unrecorded, "That the run of %s for %s failed could not be recorded", kind, run.coin());
            return Optional.empty();
        }
    }

    static String message(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
