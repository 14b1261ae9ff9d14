package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.RenderedAnswer;
import dev.ecoin.serving.ServingConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/** Joint price paths of several coins in a few figures. */
@Singleton
public final class ScenarioSummaries {

    static final int USUAL_PATHS = 1_000;
    private static final int DEFAULT_HORIZON = 30;

    private final Simulations simulations;
    private final RiskConfig config;
    private final ServingConfig serving;
    private final Currency currency;

    ScenarioSummaries(Simulations simulations, RiskConfig config, ServingConfig serving, Currency currency) {
        this.simulations = simulations;
        this.config = config;
        this.serving = serving;
        this.currency = currency;
    }

    private record Question(int horizon, int mostDays, Simulation simulation) {}

    /**
     * Summarizes the paths that {@code GET /scenarios} gives for the same parameters.
     *
     * @param coins ids separated by commas
     * @param horizon days from the newest observation of the coins, null for 30
     * @param paths number of simulated paths, null for 1,000
     * @param seed of the simulation, null for the usual one
     * @param mostRows most days told of, over all coins
     * @return a {@link ScenarioSummary} as JSON; fails with status 404 if a coin is unknown or has no model
     * @throws ProblemException with status 400 or 422 for parameters that are wrong
     */
    public Uni<RenderedAnswer> find(String coins, String horizon, String paths, String seed, int mostRows) {
        var ids = ids(coins, config);
        var days = horizon(horizon, serving);
        var simulation = SimulationParameters.read(paths, seed, ids.size(), days, USUAL_PATHS, config);
        var question = new Question(days, Math.max(1, mostRows / ids.size()), simulation);
        return simulations.answer(
                ids,
                question,
                simulated -> ScenarioSummary.of(simulated, currency, days, question.mostDays(), simulation));
    }

    static int horizon(String text, ServingConfig serving) {
        return Parameters.integer(
                "horizon", text, 1, serving.maxHorizon(), Math.min(DEFAULT_HORIZON, serving.maxHorizon()));
    }

    static List<String> ids(String text, RiskConfig config) {
        var valid = "up to " + config.mostCoins() + " ids separated by commas, such as bitcoin,ethereum";
        var ids = Arrays.stream(Parameters.required("coins", text, valid).split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            throw ProblemException.badRequest("coins", text, "The parameter 'coins' names no coin", valid);
        }
        if (ids.size() > config.mostCoins()) {
            throw ProblemException.unprocessable("coins", text, ids.size() + " coins are too many", valid);
        }
        return ids;
    }
}
