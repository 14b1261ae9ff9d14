package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.forecasting.CorruptModelException;
import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.sarima.SanityGate;
import dev.ecoin.forecasting.series.Transform;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.PriceRepository;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Activates a model of the history after proving that it can serve. */
@ApplicationScoped
public class Activator {

    private static final Logger LOG = Logger.getLogger(Activator.class);

    private final ModelRepository models;
    private final PriceRepository prices;
    private final Advancer advancer;
    private final JobDatabase database;
    private final List<ActivationFollower> followers;
    private final Clock clock;

    Activator(
            ModelRepository models,
            PriceRepository prices,
            Advancer advancer,
            JobDatabase database,
            @All List<ActivationFollower> followers,
            Clock clock) {
        this.models = models;
        this.prices = prices;
        this.advancer = advancer;
        this.database = database;
        this.followers = followers;
        this.clock = clock;
    }

    /**
     * Activates a model, advanced to the coin's last stored day; blocks. It replaces even a pinned model, and may have
     * been rejected, because an operator requests it. But limits that exceed what history allows require a training
     * with the override, so that the model carries its warning.
     *
     * @param by name of the requester
     * @throws ProblemException 422 if the model does not exist or the reason is too long; 409 if it cannot be read, if
     *     it forecasts no prices, or if its limits exceed what history allows. Then nothing has changed
     */
    public void activate(String coin, long model, String by, String reason, boolean pinned) {
        ModelRequests.reason(reason);
        try {
            var found = database.transaction(session -> models.find(session, coin, model))
                    .orElseThrow(() -> ProblemException.unprocessable(
                            "id",
                            Long.toString(model),
                            "The coin '" + coin + "' has no model " + model,
                            "an id that GET /coins/" + coin + "/models lists"));
            var fitted = advancer.upToDate(found);
            var fault = Plausibility.fault(fitted);
            if (fault.isPresent()) {
                throw unfit(model, "The model " + model + " forecasts no prices: " + fault.get());
            }
            var limits = beyondHistory(found, fitted);
            if (limits.isPresent()) {
                throw unfit(
                        model,
                        "The model " + model + " " + limits.get()
                                + ". To have it serve all the same, train its order with override_limits.");
            }
            database.run(session -> {
                models.activate(session, found, fitted, new Activation(clock.instant(), by, reason, pinned));
                for (var follower : followers) {
                    follower.activated(session);
                }
            });
            LOG.infof("%s activated model %d of %s%s: %s", by, model, coin, pinned ? ", pinned" : "", reason);
        } catch (CorruptModelException e) {
            throw unfit(model, "The model " + model + " cannot be read: " + e.getMessage());
        }
    }

    /** Only for a model to activate: the active one may be pinned and unpinned regardless. */
    private Optional<String> beyondHistory(StoredModel model, FittedModel fitted) {
        var serves = database.transaction(session -> models.active(session, model.coin()))
                .filter(active -> active.id() == model.id())
                .isPresent();
        return serves || fitted.isOutsideGate()
                ? Optional.empty()
                : database.transaction(session -> prices.series(session, model.coin()))
                        .flatMap(series -> SanityGate.DAILY_PRICES.fault(fitted, series, Transform.LOG));
    }

    private static ProblemException unfit(long model, String what) {
        return ProblemException.conflict("id", Long.toString(model), what, "a model that forecasts");
    }
}
