package dev.ecoin.cli;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.risk.Simulation;
import picocli.CommandLine.Option;

/** Options of a simulation. */
final class SimulationOptions {

    private static final int FEWEST_PATHS = 100;
    private static final int MOST_PATHS = 1_000_000;

    @Option(
            names = "--horizon",
            paramLabel = "DAYS",
            description = "Days from the newest observation of the coins (default: ${DEFAULT-VALUE}).",
            defaultValue = "30")
    private int horizon;

    @Option(names = "--paths", paramLabel = "N", description = "Number of simulated paths.")
    private Integer paths;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same prices (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private long seed;

    void check() {
        if (horizon < 1) {
            throw new UsageException("--horizon is " + horizon + "; must be at least 1.");
        }
        if (paths != null && (paths < FEWEST_PATHS || paths > MOST_PATHS)) {
            throw new UsageException("--paths is " + paths + "; must be " + FEWEST_PATHS + " to " + MOST_PATHS + ".");
        }
    }

    int horizon() {
        return horizon;
    }

    /**
     * @param usual default number of paths
     */
    Simulation simulation(int usual) {
        return new Simulation(paths == null ? usual : paths, seed);
    }
}
