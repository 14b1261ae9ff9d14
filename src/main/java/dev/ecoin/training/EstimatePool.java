package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.database.Session;
import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunKind;
import dev.ecoin.runs.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import org.jboss.logging.Logger;

/** Estimates a pool from all coins; later trainings calibrate their models with it. */
@ApplicationScoped
public class EstimatePool implements RunKind {

    private static final String KIND = "pool";
    private static final Logger LOG = Logger.getLogger(EstimatePool.class);

    private final JobDatabase database;
    private final PriceRepository prices;
    private final PoolRepository pools;
    private final Clock clock;

    EstimatePool(JobDatabase database, PriceRepository prices, PoolRepository pools, Clock clock) {
        this.database = database;
        this.prices = prices;
        this.pools = pools;
        this.clock = clock;
    }

    public static RunRequest request(String by) {
        return RunRequest.of(KIND, "{}", by);
    }

    /** Whether there are enough coins with enough prices, and no pool has been estimated. */
    public boolean isFirstDue(Session session) throws Exception {
        return !pools.isAny(session)
                && prices.longestHistories(session, Pool.FEWEST_MOVES, Pool.FEWEST_COINS)
                                .size()
                        >= Pool.FEWEST_COINS;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Workers workers() {
        return Workers.PROCESSORS;
    }

    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        attempt.phase("reading prices");
        var histories = new LinkedHashMap<String, DailySeries>();
        for (var coin :
                database.transaction(session -> prices.longestHistories(session, Pool.FEWEST_MOVES, Pool.MOST_COINS))) {
            if (attempt.isEnding()) {
                return session -> Ending.handedBack(clock.instant());
            }
            database.transaction(session -> prices.series(session, coin))
                    .ifPresent(series -> histories.put(coin, series));
        }
        attempt.phase("estimating");
        var estimate = Pool.estimate(histories);
        if (estimate.isEmpty()) {
            return session -> Ending.succeeded(
                    null,
                    "too few coins: of %d with more than a year of prices, fewer than %d move alike; models are calibrated as before"
                            .formatted(histories.size(), Pool.FEWEST_COINS));
        }
        return session -> {
            var version = pools.add(session, estimate.get(), clock.instant());
            LOG.infof("Estimated %s and %d daily moves", version, estimate.get().moves());
            return Ending.succeeded(null, version.toString());
        };
    }
}
