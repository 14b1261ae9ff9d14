package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.database.Session;
import dev.ecoin.forecasting.ModelDescription;
import dev.ecoin.forecasting.ModelFamilies;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.sarima.SarimaFamily;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunState;
import dev.ecoin.runs.Runs;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Fits a model to a coin's prices, submits it to the gate, stores it and, if it passes, activates it. */
@ApplicationScoped
class TrainCoin implements TrainingRunKind {

    private static final Logger LOG = Logger.getLogger(TrainCoin.class);

    private final TrainingConfig config;
    private final JobDatabase database;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final PoolRepository pools;
    private final Runs runs;
    private final Gate gate;
    private final Clock clock;

    TrainCoin(
            TrainingConfig config,
            JobDatabase database,
            PriceRepository prices,
            ModelRepository models,
            PoolRepository pools,
            Runs runs,
            Gate gate,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.prices = prices;
        this.models = models;
        this.pools = pools;
        this.runs = runs;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public TrainingKind kind() {
        return TrainingKind.TRAIN;
    }

    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        var run = attempt.run();
        prune(run.coin());
        var request = TrainingRequest.of(new JsonObject(run.options()));
        var series = database.transaction(session -> prices.series(session, run.coin()))
                .orElseThrow(() -> new IllegalStateException("no prices are stored yet"));
        var pool = database.transaction(pools::newest);
        var model = fit(attempt, request, series, pool);
        return session -> store(session, run, request, model, series, pool);
    }

    private NewModel fit(RunAttempt attempt, TrainingRequest request, DailySeries series, Pool pool) {
        var order = Optional.ofNullable(request.order()).orElse(config.order());
        var forecaster = ModelFamilies.forecaster(order, config.period(), request.overrideLimits())
                .with(pool);
        attempt.phase(order.equals(SarimaFamily.AUTOMATIC) ? "selecting the order and fitting" : "fitting " + order);
        var start = clock.instant();
        var fitted = forecaster.fit(series);
        var time = Duration.between(start, clock.instant());
        attempt.phase("backtesting");
        var description = fitted.describe(series);
        var verdict = gate.judge(fitted, description.name(), series);
        return new NewModel(fitted, description, verdict, clock.instant(), time);
    }

    private Ending store(
            Session session, Run run, TrainingRequest request, NewModel model, DailySeries series, Pool pool)
            throws Exception {
        var verdict = model.verdict();
        var standIn = verdict.accepted() || models.hasActive(session, run.coin()) ? null : standIn(model, series, pool);
        var wanted = standIn != null || verdict.accepted() && request.activate();
        var activation = new Activation(clock.instant(), run.requestedBy(), reason(request, model, standIn), false);
        var stored = models.store(session, run.coin(), model, standIn, wanted ? activation : null);
        var note = note(verdict, request, standIn, stored.activated());
        tell(run.coin(), model, series, note);
        return new Ending(
                verdict.accepted() ? RunState.SUCCEEDED : RunState.REJECTED,
                null,
                stored.added().model(),
                note,
                verdict.accepted() ? null : verdict.reason());
    }

    private static void tell(String coin, NewModel model, DailySeries series, String note) {
        var days = series.size() - series.missing();
        if (model.verdict().accepted()) {
            LOG.infof(
                    "Trained %s: %s on %d days to %s, %s, %d ms; %s",
                    coin,
                    model.description().name(),
                    days,
                    series.end(),
                    model.description().fallback() == null
                            ? aicc(model.description())
                            : "in place of another model: "
                                    + model.description().fallback(),
                    model.trainingTime().toMillis(),
                    note);
        } else {
            LOG.warnf(
                    "Trained %s: %s on %d days to %s was rejected: %s; %s",
                    coin,
                    model.description().name(),
                    days,
                    series.end(),
                    model.verdict().reason(),
                    note);
        }
    }

    private static String aicc(ModelDescription description) {
        return Double.isFinite(description.aicc()) ? "AICc %.2f".formatted(description.aicc()) : "no AICc";
    }

    /** Needs no gate: it is naive, and so not worse than naive. */
    private NewModel standIn(NewModel rejected, DailySeries series, Pool pool) {
        var why = rejected.description().name() + " was rejected: "
                + rejected.verdict().reason();
        var fallback = new Fallback(Fallback.Reason.REJECTED, why);
        var fitted = SarimaForecaster.automatic(config.period())
                .calibratedIntervals()
                .with(pool)
                .dailyPrices()
                .standIn(series, fallback);
        return new NewModel(
                fitted,
                fitted.describe(series),
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

    /** A failure here does not fail the training; the next one removes what is left. */
    private void prune(String coin) {
        try {
            database.run(session -> models.prune(
                    session, coin, config.keep().models(), config.keep().states()));
            runs.prune(coin, config.keep().runs());
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Old models of %s could not be removed; the next training removes them: %s", coin, e.getMessage());
            LOG.debug("Nothing was removed", e);
        }
    }
}
