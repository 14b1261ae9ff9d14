package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Advances active models over new days, so that forecasts start at the last stored day. */
@ApplicationScoped
public class Advancer implements TrainingRunKind {

    private static final String RECOVERY = "recovery";

    private final JobDatabase database;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final Clock clock;

    Advancer(JobDatabase database, PriceRepository prices, ModelRepository models, Clock clock) {
        this.database = database;
        this.prices = prices;
        this.models = models;
        this.clock = clock;
    }

    static RunRequest request(String coin) {
        return RunRequest.of(TrainingKind.ADVANCE.label(), coin, "{}", "new prices");
    }

    @Override
    public TrainingKind kind() {
        return TrainingKind.ADVANCE;
    }

    /** Advances a coin's active model to the coin's last stored day, without re-estimating parameters. */
    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        var coin = attempt.run().coin();
        var active = database.transaction(session -> models.active(session, coin))
                .orElseThrow(() -> new IllegalStateException("the coin has no model"));
        var fitted = upToDate(active);
        var fault = Plausibility.fault(fitted);
        if (fault.isPresent()) {
            throw new IllegalStateException(fault.get());
        }
        var recovery = new Activation(
                clock.instant(),
                RECOVERY,
                active.standsInFor()
                        .map(corrupt -> "model " + corrupt.model() + " cannot be read: " + corrupt.reason())
                        .orElse(RECOVERY),
                false);
        var note = "from " + active.origin() + " to " + fitted.origin()
                + active.standsInFor()
                        .map(corrupt -> ", from an older state because that up to " + corrupt.origin()
                                + " cannot be read: " + corrupt.reason())
                        .orElse("");
        return session -> Ending.succeeded(
                active.id(),
                models.moveOn(session, active, fitted, recovery) ? note : "another model serves meanwhile");
    }

    /**
     * The model in the state after all stored days; blocks. It starts from the trained state, so that late and
     * corrected prices count as well.
     */
    FittedModel upToDate(StoredModel model) {
        var from = database.transaction(session -> models.asTrained(session, model.id()))
                .orElse(model.fitted());
        var newer = database.transaction(session -> prices.seriesAfter(session, model.coin(), from.origin()));
        return newer.filter(series -> series.end().isAfter(model.origin()))
                .<FittedModel>map(from::advance)
                .orElse(model.fitted());
    }
}
