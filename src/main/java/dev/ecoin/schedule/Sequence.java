package dev.ecoin.schedule;

import dev.ecoin.alerts.Evaluator;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.prices.PriceFollower;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.RunFollower;
import dev.ecoin.runs.RunState;
import dev.ecoin.runs.Runs;
import dev.ecoin.training.ActivationFollower;
import dev.ecoin.training.TrainingKind;
import dev.ecoin.training.TrainingRunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Determines the runs that follow a run: new prices advance the models, train coins that got their first prices,
 * release the nightly training that waits for them, and score served forecasts; new models are recorded as serving; rules
 * of alerts are evaluated after all of these.
 */
@ApplicationScoped
class Sequence implements RunFollower, PriceFollower, ActivationFollower {

    private static final String NEW_PRICES = "new prices";
    private static final String NEW_MODEL = "new model";

    private final Runs runs;
    private final TrainingRunRepository trainings;
    private final Evaluator alerts;
    private final JobDatabase database;
    private final Clock clock;

    Sequence(Runs runs, TrainingRunRepository trainings, Evaluator alerts, JobDatabase database, Clock clock) {
        this.runs = runs;
        this.trainings = trainings;
        this.alerts = alerts;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void ended(Session session, Run run, Ending ending) throws Exception {
        if (ending.state() == RunState.WAITING) {
            return;
        }
        switch (run.kind()) {
            case CrawlRequest.KIND -> {
                runs.hasten(session, Retrain.KIND);
                follow(session);
            }
            case Retrain.KIND -> runs.request(session, Score.request());
            case TrainingKind.OF_TRAINING -> {
                // Nightly trainings are scored together.
                if (run.priority() > 0) {
                    runs.request(session, Score.request());
                    alerts.request(session, NEW_MODEL);
                }
            }
            // After a night's trainings, and because drift is known now.
            case Score.KIND -> alerts.request(session, "scored forecasts");
            default -> {}
        }
    }

    @Override
    public void stored() {
        database.run(this::follow);
    }

    private void follow(Session session) throws Exception {
        trainings.requestAdvances(session, NEW_PRICES, clock.instant());
        trainings.requestFirst(session, NEW_PRICES, clock.instant());
        runs.callAll(session);
        runs.request(session, Score.request());
        alerts.request(session, NEW_PRICES);
    }

    @Override
    public void activated(Session session) throws Exception {
        alerts.request(session, NEW_MODEL);
        runs.callAll(session);
    }
}
