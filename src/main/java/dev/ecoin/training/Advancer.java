package dev.ecoin.training;

import dev.ecoin.database.DatabaseFailures;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.logging.LogFields;
import dev.ecoin.prices.PriceRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** Moves active models over days that came since, so that forecasts begin at the last stored day. */
@ApplicationScoped
public class Advancer {

    private static final Logger LOG = Logger.getLogger(Advancer.class);
    private static final String RECOVERY = "recovery";

    private final Patience database;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final TrainingRunRepository runs;
    private final TrainingPool pool;
    private final Clock clock;

    Advancer(
            Patience database,
            PriceRepository prices,
            ModelRepository models,
            TrainingRunRepository runs,
            TrainingPool pool,
            Clock clock) {
        this.database = database;
        this.prices = prices;
        this.models = models;
        this.runs = runs;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Moves the active model of every coin to the coin's last stored day; parameters stay. A coin without newer days is
     * left alone; what fails for one is recorded and changes nothing for the others. Blocks.
     *
     * @return how many models were moved
     * @throws RuntimeException if the database is away; those that were moved stay so
     */
    public int advance() {
        var last = database.await(prices.lastDays());
        var behind = database.await(models.origins()).entrySet().stream()
                .filter(origin -> last.containsKey(origin.getKey())
                        && last.get(origin.getKey()).isAfter(origin.getValue()))
                .<Callable<Boolean>>map(
                        origin -> () -> LogFields.ofCoin(origin.getKey(), () -> advance(origin.getKey())))
                .toList();
        var moved =
                (int) pool.doAll(behind).stream().filter(Boolean::booleanValue).count();
        if (moved > 0) {
            LOG.infof("Moved %d active models to their coins' last stored days", moved);
        }
        return moved;
    }

    /** Returns whether the model was moved. */
    private boolean advance(String coin) {
        var start = clock.instant();
        try {
            return move(coin);
        } catch (RuntimeException e) {
            if (DatabaseFailures.isOutage(e)) {
                throw e;
            }
            var reason = RecordedRuns.message(e);
            LOG.warnf("The active model of %s was not moved over the new days and serves as it is: %s", coin, reason);
            LOG.debug("Advance failed", e);
            try {
                database.await(runs.recordFailedAdvance(coin, start, clock.instant(), reason));
            } catch (RuntimeException unrecorded) {
                LOG.errorf(unrecorded, "That the model of %s was not moved could not be recorded", coin);
            }
            return false;
        }
    }

    private boolean move(String coin) {
        var start = clock.instant();
        var found = database.await(models.active(coin));
        if (found.isEmpty()) {
            return false;
        }
        var active = found.get();
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
        return database.await(models.moveOn(
                active,
                fitted,
                recovery,
                connection -> TrainingRunRepository.recordAdvance(
                        connection, coin, start, clock.instant(), active.id(), note, null)));
    }

    /**
     * The model in the state after all stored days; blocks. It goes over everything since it was trained, so that prices
     * that came late or were corrected count as well.
     */
    FittedModel upToDate(StoredModel model) {
        var from = database.await(models.asTrained(model.id())).orElse(model.fitted());
        var newer = database.await(prices.seriesAfter(model.coin(), from.origin()));
        return newer.filter(series -> series.end().isAfter(model.origin()))
                .<FittedModel>map(from::advance)
                .orElse(model.fitted());
    }
}
