package dev.ecoin.schedule;

import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunKind;
import dev.ecoin.runs.RunRequest;
import dev.ecoin.runs.Runs;
import dev.ecoin.training.EstimatePool;
import dev.ecoin.training.TrainingConfig;
import dev.ecoin.training.TrainingRequest;
import dev.ecoin.training.TrainingRunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Requests the trainings of a night, once the night's crawl has ended. */
@ApplicationScoped
class Retrain implements RunKind {

    static final String KIND = "retrain";

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(Retrain.class);

    private final TrainingConfig config;
    private final TrainingRunRepository trainings;
    private final EstimatePool pool;
    private final Runs runs;
    private final Clock clock;

    Retrain(TrainingConfig config, TrainingRunRepository trainings, EstimatePool pool, Runs runs, Clock clock) {
        this.config = config;
        this.trainings = trainings;
        this.pool = pool;
        this.runs = runs;
        this.clock = clock;
    }

    static RunRequest request() {
        return RunRequest.of(KIND, "{}", TrainingRequest.BY_NIGHT);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Workers workers() {
        return Workers.CALLS;
    }

    /** The end of a crawl makes it due immediately, see {@link Sequence}. */
    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        var longest = attempt.run().requestedAt().plus(config.crawlPatience());
        return session -> {
            if (runs.isAnyLeftOpen(session, CrawlRequest.KIND)) {
                if (clock.instant().isBefore(longest)) {
                    var again = clock.instant().plus(LOOK_AGAIN);
                    return Ending.handedBack(again.isBefore(longest) ? again : longest);
                }
                LOG.warnf(
                        "The crawl has not ended within %s (ecoin.training.crawl-patience); the training uses the stored prices",
                        config.crawlPatience());
            }
            if (pool.isFirstDue(session)) {
                runs.request(session, EstimatePool.request("first coins enough"));
            }
            var coins = trainings.requestDue(
                    session, TrainingRequest.CONFIGURED, TrainingRequest.BY_NIGHT, clock.instant());
            runs.callAll(session);
            return Ending.succeeded(null, coins + " trainings were requested");
        };
    }
}
