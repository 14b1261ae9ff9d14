package dev.ecoin.training;

import dev.ecoin.prices.PriceRepository;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Measures a coin's active model on the past and stores the result with it. */
@ApplicationScoped
class MeasureModel {

    private final TrainingConfig config;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final TrainingRunRepository history;
    private final RecordedRuns runs;
    private final Gate gate;
    private final Patience database;
    private final Clock clock;

    MeasureModel(
            TrainingConfig config,
            PriceRepository prices,
            ModelRepository models,
            TrainingRunRepository history,
            RecordedRuns runs,
            Gate gate,
            Patience database,
            Clock clock) {
        this.config = config;
        this.prices = prices;
        this.models = models;
        this.history = history;
        this.runs = runs;
        this.gate = gate;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Does the coin's requested backtest, or one of its own if none waits; blocks.
     *
     * @return the run as it ended; empty if another process is at one, or if it could not even be recorded
     */
    Optional<TrainingRun> measure(String coin, BacktestRequest request, String by) {
        return runs.run(history.begin(coin, TrainingKind.BACKTEST, request.json(), by, clock.instant()), this::measure);
    }

    /** Measures as the run, which has begun, says; blocks. */
    void measure(TrainingRun run) {
        var request = BacktestRequest.of(new JsonObject(run.options()), gate.standard());
        var active = database.await(models.active(run.coin()))
                .orElseThrow(() -> new IllegalStateException("the coin has no model yet"));
        var series = database.await(prices.series(run.coin()))
                .orElseThrow(() -> new IllegalStateException("no prices are stored"));
        database.await(history.phase(run.id(), "backtesting"));
        var measured = Measurement.of(active.fitted(), active.name(), series, request, config.period());
        database.await(models.keepBacktest(active.id(), measured.json(clock.instant())));
        database.await(history.end(
                run.id(), TrainingState.SUCCEEDED, clock.instant(), active.id(), measured.toString(), null));
    }
}
