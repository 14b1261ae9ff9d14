package dev.ecoin.training;

import dev.ecoin.logging.LogFields;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Does work on a coin as a run that is recorded from its beginning to its end, whatever that is. */
@ApplicationScoped
class RecordedRuns {

    private static final Logger LOG = Logger.getLogger(RecordedRuns.class);

    private final TrainingRunRepository runs;
    private final Patience database;
    private final Clock clock;
    private final MeterRegistry metrics;

    RecordedRuns(TrainingRunRepository runs, Patience database, Clock clock, MeterRegistry metrics) {
        this.runs = runs;
        this.database = database;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Does the coin's requested run of the kind, or one of its own if none waits; blocks.
     *
     * @param work ends the run itself; if it throws, the run has failed
     * @return the run as it ended; empty if it could not even be recorded
     */
    Optional<TrainingRun> run(
            TrainingKind kind, String coin, JsonObject options, String by, Consumer<TrainingRun> work) {
        return LogFields.ofCoin(coin, () -> timed(kind, coin, options, by, work));
    }

    private Optional<TrainingRun> timed(
            TrainingKind kind, String coin, JsonObject options, String by, Consumer<TrainingRun> work) {
        var timer = Timer.start(metrics);
        var ended = Optional.<TrainingRun>empty();
        try {
            var run = database.await(runs.begin(coin, kind, options, by, clock.instant()));
            LogFields.ofRun("/trainings/" + run.id(), () -> perform(run, work));
            ended = database.await(runs.find(run.id()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "The run of %s for %s could not be recorded", kind.label(), coin);
        } finally {
            var outcome = ended.map(TrainingRun::state).orElse(TrainingState.FAILED);
            timer.stop(metrics.timer(kind.metric(), "coin", coin, "outcome", outcome.label()));
        }
        return ended;
    }

    private void perform(TrainingRun run, Consumer<TrainingRun> work) {
        try {
            work.accept(run);
        } catch (RuntimeException | Error e) {
            var reason = message(e);
            LOG.warnf(
                    "The run of %s for %s failed, what serves stays: %s",
                    run.kind().label(), run.coin(), reason);
            LOG.debug("Run failed", e);
            database.await(runs.fail(run.id(), clock.instant(), reason));
        }
    }

    static String message(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
