package dev.ecoin.accuracy;

import dev.ecoin.accuracy.AccuracyRepository.Served;
import dev.ecoin.accuracy.TouchRepository.Chance;
import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.forecasting.paths.ModelledSeries;
import dev.ecoin.forecasting.paths.PathEvents;
import dev.ecoin.forecasting.paths.PathSimulator;
import dev.ecoin.forecasting.paths.PricePaths;
import dev.ecoin.prices.CoinMeters;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.StoredModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Records served forecasts and scores those whose days have arrived. Both compare the present state of the tables, so
 * any replica may call them at any time, and they catch up on missed calls.
 */
@Startup
@ApplicationScoped
public class Scorer {

    private static final Logger LOG = Logger.getLogger(Scorer.class);

    /** The bounds that users typically request: percent of the price, and days within which to reach them. */
    private static final List<Integer> TOUCH_HORIZONS = List.of(7, 30);

    private static final List<Integer> TOUCH_CHANGES = List.of(-20, -10, -5, 5, 10, 20);

    /** About three months; older scores are available on request. */
    private static final int SHOWN_DAYS = 90;

    private final AccuracyConfig config;
    private final AccuracyRepository forecasts;
    private final TouchRepository touches;
    private final ModelRepository models;
    private final PriceRepository prices;
    private final JobDatabase database;
    private final Clock clock;
    private final CoinMeters meters;
    private final MultiGauge relativeErrors;
    private final MultiGauge coverages;
    private final MultiGauge scoredDays;
    private final MultiGauge drifts;

    Scorer(
            AccuracyConfig config,
            AccuracyRepository forecasts,
            TouchRepository touches,
            ModelRepository models,
            PriceRepository prices,
            JobDatabase database,
            Clock clock,
            CoinMeters meters,
            MeterRegistry metrics) {
        this.config = config;
        this.forecasts = forecasts;
        this.touches = touches;
        this.models = models;
        this.prices = prices;
        this.database = database;
        this.clock = clock;
        this.meters = meters;
        relativeErrors = MultiGauge.builder("ecoin.accuracy.relative.mae")
                .description("Ratio of the mean absolute error to naive's over the newest 90 scored days")
                .register(metrics);
        coverages = MultiGauge.builder("ecoin.accuracy.coverage")
                .description("Percentage of prices within the interval, of the newest 90 scored days")
                .register(metrics);
        scoredDays = MultiGauge.builder("ecoin.accuracy.scored.days")
                .description("Number of scored days among the newest 90, over which the other metrics are means")
                .register(metrics);
        drifts = MultiGauge.builder("ecoin.accuracy.drift")
                .description("1 if one-day forecasts have become worse (error) or their limits too narrow (intervals)")
                .register(metrics);
    }

    /**
     * Records the forecasts of origins served since the last call, and scores those whose days have arrived or whose
     * prices were corrected; blocks. A failure for one origin is logged and retried by the next calls, for a week.
     *
     * @return number of scored forecasts
     */
    public int score() {
        return score(() -> false);
    }

    /**
     * Like {@link #score()}, but can be stopped.
     *
     * @param isEnding checked before each piece of work; once true, the rest is left to the next call
     */
    public int score(BooleanSupplier isEnding) {
        for (var served : database.transaction(forecasts::unrecorded)) {
            if (isEnding.getAsBoolean()) {
                return 0;
            }
            try {
                record(served);
            } catch (DatabaseAway e) {
                // An outage affects the other origins as well.
                throw e;
            } catch (RuntimeException e) {
                LOG.warnf(
                        "The forecasts of %s from %s could not be recorded; the next crawl retries: %s",
                        served.coin(), served.origin(), e);
            }
        }
        int scored = database.transaction(session -> forecasts.scoreArrived(session, clock.instant()));
        database.transaction(session -> touches.scorePassed(session, clock.instant()));
        // Touches first, because scoring the forecasts clears the list of changed prices.
        scored += database.transaction(session -> {
            touches.scoreChanged(session, clock.instant());
            return forecasts.scoreChanged(session, clock.instant());
        });
        if (scored > 0) {
            LOG.debugf("Scored %d forecasts", scored);
        }
        show(isEnding);
        return scored;
    }

    private void record(Served served) {
        var model = database.transaction(session -> models.servedFrom(session, served.coin(), served.origin()));
        var naive = database.transaction(session -> prices.price(session, served.coin(), served.origin()));
        // With a corrupt model or a removed price, there is nothing to record for this origin.
        if (model.isPresent() && naive.isPresent() && !config.horizons().isEmpty()) {
            var forecast = model.get()
                    .fitted()
                    .forecast(
                            Collections.max(config.horizons()),
                            config.levels().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray());
            var chances = chances(model.get(), naive.getAsDouble());
            database.run(session -> {
                forecasts.record(
                        session, model.get(), forecast, config.horizons(), naive.getAsDouble(), clock.instant());
                touches.record(session, model.get(), chances, clock.instant());
            });
        }
    }

    /** Probabilities as served with the default simulation. */
    private List<Chance> chances(StoredModel model, double price) {
        var history = database.transaction(session -> prices.series(session, model.coin()));
        if (history.isEmpty()) {
            return List.of();
        }
        var simulator = PathSimulator.of(new ModelledSeries(model.fitted(), history.get()));
        var chances = new ArrayList<Chance>();
        for (var horizon : TOUCH_HORIZONS) {
            var paths = simulator
                    .simulate(horizon, PricePaths.USUAL, PricePaths.USUAL_SEED)
                    .prices(0);
            for (var change : TOUCH_CHANGES) {
                // Rounded as in a request, because the product has more decimals than a price.
                var bound = PriceDigits.round(price * (1 + change / 100.0)).doubleValue();
                var share = change > 0
                        ? PathEvents.touching(paths, bound, Double.NEGATIVE_INFINITY)
                        : PathEvents.touching(paths, Double.POSITIVE_INFINITY, bound);
                chances.add(new Chance(horizon, change, bound, share.probability()));
            }
        }
        return chances;
    }

    /** Whether a coin's one-day forecasts have become worse. */
    public Drift drift(Session session, String coin) throws Exception {
        return Drift.of(forecasts.scored(session, coin));
    }

    /** Updates the gauges of each coin; blocks. */
    public void show() {
        show(() -> false);
    }

    private void show(BooleanSupplier isEnding) {
        var errors = new ArrayList<Row<?>>();
        var coverage = new ArrayList<Row<?>>();
        var days = new ArrayList<Row<?>>();
        var drift = new ArrayList<Row<?>>();
        var coins = database.transaction(forecasts::coins).stream()
                .filter(meters::shows)
                .toList();
        for (var coin : coins) {
            if (isEnding.getAsBoolean()) {
                return;
            }
            var scored = database.transaction(session -> forecasts.scored(session, coin));
            var tags = Tags.of("coin", coin);
            AccuracyReport.newest(scored, SHOWN_DAYS).forEach((horizon, score) -> {
                var ahead = tags.and("horizon", Integer.toString(horizon));
                days.add(Row.of(ahead, score.days()));
                if (score.relativeMae() != null) {
                    errors.add(Row.of(ahead, score.relativeMae()));
                }
                score.coverage().forEach((level, share) -> coverage.add(Row.of(ahead.and("level", level), share)));
            });
            var state = Drift.of(scored);
            drift.add(Row.of(tags.and("of", "error"), state.error().drifting() ? 1 : 0));
            drift.add(Row.of(tags.and("of", "intervals"), state.intervals().drifting() ? 1 : 0));
        }
        relativeErrors.register(errors, true);
        coverages.register(coverage, true);
        scoredDays.register(days, true);
        drifts.register(drift, true);
    }
}
