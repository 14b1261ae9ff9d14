package dev.ecoin.schedule;

import dev.ecoin.accuracy.Scorer;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.explanation.AnomalyWatch;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunKind;
import dev.ecoin.runs.RunRequest;
import dev.ecoin.runs.Runs;
import dev.ecoin.training.TrainingKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Records and scores served forecasts, and checks the latest prices, after models have been advanced or trained. */
@ApplicationScoped
class Score implements RunKind {

    static final String KIND = "score";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Scorer scorer;
    private final AnomalyWatch anomalies;
    private final Runs runs;
    private final Clock clock;

    Score(Scorer scorer, AnomalyWatch anomalies, Runs runs, Clock clock) {
        this.scorer = scorer;
        this.anomalies = anomalies;
        this.runs = runs;
        this.clock = clock;
    }

    static RunRequest request() {
        return RunRequest.of(KIND, "{}", "new prices and models").inTurn();
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Workers workers() {
        return Workers.CALLS;
    }

    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        if (runs.isAnyOpen(CrawlRequest.KIND, TrainingKind.OF_TRAINING, TrainingKind.OF_ADVANCE)) {
            var later = clock.instant().plus(LOOK_AGAIN);
            return session -> Ending.handedBack(later);
        }
        score(attempt::isEnding);
        return attempt.isEnding() ? session -> Ending.handedBack(clock.instant()) : session -> Ending.succeeded();
    }

    /** Performs the same work immediately. */
    void score() {
        score(() -> false);
    }

    private void score(BooleanSupplier isEnding) {
        scorer.score(isEnding);
        anomalies.look(isEnding);
    }
}
