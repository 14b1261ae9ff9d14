package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.RenderedAnswer;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.serving.ModelLookup;
import dev.ecoin.serving.ServedModel;
import dev.ecoin.serving.ServingConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** How likely prices come to a bound by a date, from simulated paths. */
@Singleton
public final class TouchProbabilities {

    private final ModelLookup models;
    private final Simulations simulations;
    private final RiskConfig config;
    private final ServingConfig serving;
    private final Currency currency;

    TouchProbabilities(
            ModelLookup models, Simulations simulations, RiskConfig config, ServingConfig serving, Currency currency) {
        this.models = models;
        this.simulations = simulations;
        this.config = config;
        this.serving = serving;
        this.currency = currency;
    }

    private record Touch(LocalDate by, BigDecimal above, BigDecimal below, Simulation simulation) {}

    /**
     * The probability of a daily price at or beyond a bound on any day up to a date.
     *
     * @param by ISO 8601
     * @param above price as a plain decimal number, null for no bound; likewise below
     * @param paths number of simulated paths, null for the usual one
     * @param seed of the simulation, null for the usual one
     * @return a {@link TouchProbability} as JSON; fails with status 404 if the coin is unknown or has no model
     * @throws ProblemException with status 400 or 422 for parameters that are wrong
     */
    public Uni<RenderedAnswer> find(String coin, String by, String above, String below, String paths, String seed) {
        var date = Parameters.requiredDate("by", by);
        var higher = above == null ? null : Parameters.price("above", above);
        var lower = below == null ? null : Parameters.price("below", below);
        if (higher == null && lower == null) {
            throw ProblemException.badRequest("above", null, "No bound is given", "above=100000, below=50000, or both");
        }
        if (higher != null && lower != null && higher.compareTo(lower) <= 0) {
            throw ProblemException.unprocessable(
                    "above",
                    above,
                    "Every price is at least " + above + " or at most " + below,
                    "a number above " + lower.toPlainString());
        }
        return models.active(coin).flatMap(model -> {
            var days = ForecastDays.ahead("by", model.origin(), date, serving.maxHorizon());
            var simulation = SimulationParameters.read(paths, seed, 1, days, SimulationParameters.USUAL, config);
            var question = new Touch(date, higher, lower, simulation);
            return simulations.answer(List.of(coin), question, coins -> touch(coins, days, question));
        });
    }

    private TouchProbability touch(SimulatedCoins coins, int days, Touch question) {
        var simulation = question.simulation();
        var paths = coins.simulator().simulate(days, simulation.paths(), simulation.seed());
        var share = Chances.touching(paths, question.above(), question.below());
        return new TouchProbability(
                coins.model().coin(),
                currency,
                ServedModel.of(coins.model()),
                question.by(),
                days,
                PriceDigits.round(coins.lastPrice()),
                question.above(),
                question.below(),
                Shown.probability(share.probability()),
                Shown.probability(share.standardError()),
                simulation.paths(),
                simulation.seed());
    }
}
