package dev.ecoin.training;

import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.prices.PriceRepository;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Fits a model to a coin's prices, has it judged, stores it and, if it passes, makes it the one that serves. */
@ApplicationScoped
class TrainCoin {

    private static final Logger LOG = Logger.getLogger(TrainCoin.class);

    private final TrainingConfig config;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final TrainingRunRepository history;
    private final RecordedRuns runs;
    private final Gate gate;
    private final Patience database;
    private final Clock clock;

    TrainCoin(
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
     * Does the coin's requested training, or one of its own if none waits; blocks.
     *
     * @return the run as it ended; empty if another process is at one, or if it could not even be recorded
     */
    Optional<TrainingRun> train(String coin, TrainingRequest request, String by) {
        return runs.run(history.begin(coin, TrainingKind.TRAIN, request.json(), by, clock.instant()), this::train);
    }

    /**
     * The same, unless the coin was trained since; blocks.
     *
     * @param since null means since the newest price of it was stored
     */
    Optional<TrainingRun> trainUnlessTrained(String coin, TrainingRequest request, String by, Instant since) {
        return runs.run(history.beginUnlessTrained(coin, request.json(), by, clock.instant(), since), this::train);
    }

    /** Trains as the run, which has begun, says; blocks. */
    void train(TrainingRun run) {
        try {
            fit(run);
        } finally {
            prune(run.coin());
        }
    }

    private void fit(TrainingRun run) {
        var request = TrainingRequest.of(new JsonObject(run.options()));
        var order = Optional.ofNullable(request.order()).orElse(config.order());
        var forecaster = TrainingRequest.forecaster(order, config.period());
        var series = database.await(prices.series(run.coin()))
                .orElseThrow(() -> new IllegalStateException("no prices are stored yet"));

        database.await(history.phase(
                run.id(),
                order.equals(TrainingRequest.AUTOMATIC) ? "selecting the order and fitting" : "fitting " + order));
        var start = clock.instant();
        var fitted = forecaster.fit(series);
        var time = Duration.between(start, clock.instant());
        database.await(history.phase(run.id(), "backtesting"));
        var description = ModelDescription.of(fitted, series);
        var verdict = gate.judge(fitted, description.name(), series);
        var model = new NewModel(fitted, description, verdict, clock.instant(), time);
        store(run, request, model, series);
    }

    private void store(TrainingRun run, TrainingRequest request, NewModel model, DailySeries series) {
        var verdict = model.verdict();
        var standIn =
                verdict.accepted() || database.await(models.hasActive(run.coin())) ? null : standIn(model, series);
        var wanted = standIn != null || verdict.accepted() && request.activate();
        var activation = new Activation(clock.instant(), run.requestedBy(), reason(request, model, standIn), false);
        var outcome = database.await(models.store(
                run.coin(),
                model,
                standIn,
                wanted ? activation : null,
                (connection, stored) -> history.end(
                        connection,
                        run.id(),
                        verdict.accepted() ? TrainingState.SUCCEEDED : TrainingState.REJECTED,
                        clock.instant(),
                        stored.added().model(),
                        note(verdict, request, standIn, stored.activated()),
                        verdict.accepted() ? null : verdict.reason())));
        var days = series.size() - series.missing();
        if (verdict.accepted()) {
            LOG.infof(
                    "Trained %s: %s on %d days to %s, %s, %d ms; %s",
                    run.coin(),
                    model.description().name(),
                    days,
                    series.end(),
                    model.description().fallback() == null
                            ? "AICc %.2f".formatted(model.description().aicc())
                            : "in place of a SARIMA model: "
                                    + model.description().fallback(),
                    model.trainingTime().toMillis(),
                    note(verdict, request, standIn, outcome.activated()));
        } else {
            LOG.warnf(
                    "Trained %s: %s on %d days to %s was rejected: %s; %s",
                    run.coin(),
                    model.description().name(),
                    days,
                    series.end(),
                    verdict.reason(),
                    note(verdict, request, standIn, outcome.activated()));
        }
    }

    /** What is never worse than naive, because it is. */
    private NewModel standIn(NewModel rejected, DailySeries series) {
        var why = rejected.description().name() + " was rejected: "
                + rejected.verdict().reason();
        var fallback = new Fallback(Fallback.Reason.REJECTED, why);
        var fitted = BaselineForecaster.of(Baseline.Method.NAIVE, 1)
                .calibratedIntervals()
                .fit(series)
                .standingIn(fallback);
        return new NewModel(
                fitted,
                ModelDescription.of(fitted, series),
                new Verdict(true, "stands in for a model that was rejected", null),
                clock.instant(),
                Duration.ZERO);
    }

    private static String reason(TrainingRequest request, NewModel model, NewModel standIn) {
        if (standIn != null) {
            return standIn.verdict().reason();
        }
        var judged = Optional.ofNullable(model.verdict().reason()).map(reason -> "newly trained; " + reason);
        return Optional.ofNullable(request.reason()).or(() -> judged).orElse("newly trained");
    }

    private static String note(Verdict verdict, TrainingRequest request, NewModel standIn, boolean activated) {
        if (standIn != null) {
            return standIn.description().name() + " serves in its place";
        }
        if (!verdict.accepted()) {
            return "the active model stays";
        }
        if (!request.activate()) {
            return "kept as a candidate, as requested";
        }
        return activated ? "serves now" : "kept as a candidate: the active model is pinned";
    }

    /** What is too much today is too much tomorrow: no reason to fail a training. */
    private void prune(String coin) {
        try {
            database.await(
                    models.prune(coin, config.keep().models(), config.keep().states()));
            database.await(history.prune(coin, config.keep().runs()));
        } catch (RuntimeException e) {
            LOG.warnf(e, "What is not to be kept of %s any more could not be removed; the next training does it", coin);
        }
    }
}
