package dev.ecoin.risk;

import dev.ecoin.forecasting.paths.PricePaths;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.util.List;

/**
 * Answers what {@code /touch} answers, to callers that may wait: many bounds within the same days share one simulation, so such
 * questions are asked one after the other. Not thread-safe.
 */
public final class TouchChances {

    private final SimulatedCoins coins;
    private final RiskConfig config;
    private int days;
    private PricePaths paths;

    /** @throws dev.ecoin.http.ProblemException with status 503 if the price of the model's last observation is no longer stored */
    public TouchChances(StoredModel model, DailySeries history, RiskConfig config) {
        this.coins = SimulatedCoins.of(List.of(model), List.of(history));
        this.config = config;
    }

    /** The probability that a price comes to a bound within so many days; null for no bound. */
    public BigDecimal within(int daysAhead, BigDecimal above, BigDecimal below) {
        if (daysAhead != days) {
            var simulation = SimulationParameters.usual(daysAhead, config);
            paths = coins.simulator().simulate(daysAhead, simulation.paths(), simulation.seed());
            days = daysAhead;
        }
        return Chances.touch(paths, above, below);
    }
}
