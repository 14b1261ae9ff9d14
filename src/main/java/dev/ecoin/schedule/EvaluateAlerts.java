package dev.ecoin.schedule;

import dev.ecoin.alerts.Evaluator;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunKind;
import dev.ecoin.runs.Runs;
import dev.ecoin.training.TrainingKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/**
 * Evaluates the rules of alerts once the models have been moved over new prices. If that takes long, it evaluates them as the
 * models are, and again later.
 */
@ApplicationScoped
class EvaluateAlerts implements RunKind {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Evaluator evaluator;
    private final Runs runs;
    private final Clock clock;

    EvaluateAlerts(Evaluator evaluator, Runs runs, Clock clock) {
        this.evaluator = evaluator;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public String name() {
        return Evaluator.KIND;
    }

    @Override
    public Workers workers() {
        return Workers.CALLS;
    }

    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        var isEarly = runs.isAnyOpen(TrainingKind.OF_ADVANCE);
        var now = clock.instant();
        if (isEarly && now.isBefore(attempt.run().requestedAt().plus(LONGEST_WAIT))) {
            return session -> Ending.handedBack(now.plus(LOOK_AGAIN));
        }
        var result = evaluator.evaluate(attempt::isEnding);
        if (attempt.isEnding()) {
            return session -> Ending.handedBack(clock.instant());
        }
        return session -> {
            result.in(session);
            if (isEarly) {
                evaluator.request(session, "models were still being moved");
            }
            return Ending.succeeded();
        };
    }
}
