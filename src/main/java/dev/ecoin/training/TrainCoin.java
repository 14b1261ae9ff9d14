package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import dev.ecoin.prices.PriceRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Fits a model to a coin's prices, has it judged, stores it and, if it passes, makes it the one that serves. */
@ApplicationScoped
class TrainCoin {

    private static final Logger LOG = Logger.getLogger(TrainCoin.class);

    private final TrainingConfig config;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final TrainingRunRepository runs;
    private final Gate gate;
    private final Clock clock;
    private final MeterRegistry metrics;

    TrainCoin(
            TrainingConfig config,
            PriceRepository prices,
            ModelRepository models,
            TrainingRunRepository runs,
            Gate gate,
            Clock clock,
            MeterRegistry metrics) {
        // A configured order that is none is told at the start rather than by night.
        TrainingRequest.forecaster(config.order(), config.period());
        this.config = config;
        this.prices = prices;
        this.models = models;
        this.runs = runs;
        this.gate = gate;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Does the coin's requested training, or one of its own if none waits; blocks.
     *
     * @return the run as it ended; empty if it could not even be recorded
     */
    Optional<TrainingRun> train(String coin, TrainingRequest request, String by) {
        var timer = Timer.start(metrics);
        var ended = Optional.<TrainingRun>empty();
        try {
            var run = await(runs.begin(coin, TrainingKind.TRAIN, request.json(), by, clock.instant()));
            try {
                train(run);
            } catch (RuntimeException | Error e) {
                var reason = e.getMessage() == null ? e.toString() : e.getMessage();
                LOG.warnf("Training %s failed, its active model stays: %s", coin, reason);
                LOG.debug("Training failed", e);
                await(runs.fail(run.id(), clock.instant(), reason));
            }
            prune(coin);
            ended = await(runs.find(run.id()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "The training run of %s could not be recorded", coin);
        } finally {
            var outcome = ended.map(TrainingRun::state).orElse(TrainingState.FAILED);
            timer.stop(metrics.timer("ecoin.training", "coin", coin, "outcome", outcome.label()));
        }
        return ended;
    }

    private void train(TrainingRun run) {
        var request = TrainingRequest.of(new JsonObject(run.options()));
        var order = Optional.ofNullable(request.order()).orElse(config.order());
        var forecaster = TrainingRequest.forecaster(order, config.period());
        var series = await(prices.series(run.coin()))
                .orElseThrow(() -> new IllegalStateException("no prices are stored yet"));

        await(runs.phase(
                run.id(),
                order.equals(TrainingRequest.AUTOMATIC) ? "selecting the order and fitting" : "fitting " + order));
        var start = clock.instant();
        var fitted = forecaster.fit(series);
        var time = Duration.between(start, clock.instant());
        await(runs.phase(run.id(), "judging"));
        var model = model(fitted, series, gate.judge(fitted, forecaster, series), time);
        store(run, request, model, series);
    }

    private void store(TrainingRun run, TrainingRequest request, NewModel model, DailySeries series) {
        var verdict = model.verdict();
        var standIn = verdict.accepted() || await(models.hasActive(run.coin())) ? null : standIn(model, series);
        var wanted = standIn != null || verdict.accepted() && request.activate();
        var activation = new Activation(clock.instant(), run.requestedBy(), reason(request, model, standIn), false);
        var outcome = await(models.store(
                run.coin(),
                model,
                standIn,
                wanted ? activation : null,
                (connection, stored) -> TrainingRunRepository.end(
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
                    "Trained %s: %s on %d days to %s was rejected, for %s; %s",
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
        var naive = Baseline.fit(Transform.LOG.apply(series.values()), Baseline.Method.NAIVE, 1);
        var why = rejected.description().name() + " was rejected: "
                + rejected.verdict().reason();
        var fallback = new Fallback(Fallback.Reason.REJECTED, why);
        return model(
                new BaselineModel(series.end(), Transform.LOG, naive, fallback),
                series,
                new Verdict(true, "stands in for a model that was rejected", null),
                Duration.ZERO);
    }

    private NewModel model(FittedModel fitted, DailySeries series, Verdict verdict, Duration time) {
        return new NewModel(fitted, ModelDescription.of(fitted, series), verdict, clock.instant(), time);
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
            await(models.prune(coin, config.keep().models(), config.keep().states()));
            await(runs.prune(coin, config.keep().runs()));
        } catch (RuntimeException e) {
            LOG.warnf(e, "What is not to be kept of %s any more could not be removed; the next training does it", coin);
        }
    }

    private <T> T await(Uni<T> answer) {
        return answer.await().atMost(config.databasePatience());
    }
}
