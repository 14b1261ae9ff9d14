package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunAttempt;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Backtests a coin's active model and stores the result with it. */
@ApplicationScoped
class MeasureModel implements TrainingRunKind {

    private final JobDatabase database;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final Gate gate;
    private final Clock clock;

    MeasureModel(JobDatabase database, PriceRepository prices, ModelRepository models, Gate gate, Clock clock) {
        this.database = database;
        this.prices = prices;
        this.models = models;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public TrainingKind kind() {
        return TrainingKind.BACKTEST;
    }

    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        var coin = attempt.run().coin();
        var request = BacktestRequest.of(new JsonObject(attempt.run().options()), gate.standard());
        var active = database.transaction(session -> models.active(session, coin))
                .orElseThrow(() -> new IllegalStateException("the coin has no model yet"));
        var series = database.transaction(session -> prices.series(session, coin))
                .orElseThrow(() -> new IllegalStateException("no prices are stored"));
        attempt.phase("backtesting");
        var measured = Measurement.of(active.fitted(), active.name(), series, request);
        return session -> {
            models.keepBacktest(session, active.id(), measured.json(clock.instant()));
            return Ending.succeeded(active.id(), measured.toString());
        };
    }
}
