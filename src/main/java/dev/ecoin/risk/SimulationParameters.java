package dev.ecoin.risk;

import dev.ecoin.forecasting.paths.PricePaths;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The simulation parameters, shared by all endpoints that simulate paths. */
@RegisterForReflection(methods = false)
class SimulationParameters {

    /** Default number of paths, unless the maximum is lower. */
    static final int USUAL = PricePaths.USUAL;

    private static final int MOST_PATHS = 100_000;
    private static final int FEWEST_PATHS = 100;
    private static final String DEFAULT_SEED = "1";

    @Parameter(
            description = "Number of simulated paths; more of them make the error of simulation smaller",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "100", maximum = "100000", defaultValue = "10000"))
    @RestQuery
    String paths;

    @Parameter(
            description = "Seed of the simulation: the same seed gives the same answer",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = DEFAULT_SEED))
    @RestQuery
    String seed;

    /**
     * Parses the parameters.
     *
     * @param usual default number of paths
     * @throws ProblemException with status 400 if a parameter is malformed, 422 if one is out of range or the
     *     simulation is too large
     */
    Simulation read(int coins, int horizon, int usual, RiskConfig config) {
        return read(paths, seed, coins, horizon, usual, config);
    }

    static Simulation read(String paths, String seed, int coins, int horizon, int usual, RiskConfig config) {
        var most = most(coins, horizon, config);
        var count = Parameters.integer("paths", paths, FEWEST_PATHS, MOST_PATHS, (int) Math.min(usual, most));
        if (count > most || count == 0) {
            throw ProblemException.unprocessable(
                    "paths",
                    Integer.toString(count),
                    "Simulating " + count + " paths of " + coins + (coins == 1 ? " coin" : " coins") + " over "
                            + horizon + " days takes more than " + config.mostPrices()
                            + " prices (ecoin.risk.most-prices)",
                    most < FEWEST_PATHS ? "fewer coins or days" : "up to " + most + " paths, or fewer days");
        }
        return new Simulation(count, Parameters.integer("seed", seed, 0, Integer.MAX_VALUE, PricePaths.USUAL_SEED));
    }

    /** How a coin's prices are simulated if nobody says how. */
    static Simulation usual(int horizon, RiskConfig config) {
        return new Simulation((int) Math.max(1, Math.min(USUAL, most(1, horizon, config))), PricePaths.USUAL_SEED);
    }

    private static long most(int coins, int horizon, RiskConfig config) {
        return config.mostPrices() / ((long) coins * horizon);
    }
}
