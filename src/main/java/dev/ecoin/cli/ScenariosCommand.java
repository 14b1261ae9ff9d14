package dev.ecoin.cli;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.http.Representation;
import dev.ecoin.risk.Scenarios;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes joint price paths. */
@Command(
        name = "scenarios",
        description = "Writes joint price paths of coins, one row for each path and day.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 written, 1 failed, 2 usage, or a coin has no model."})
final class ScenariosCommand implements DatabaseCommand {

    private static final int USUAL_PATHS = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id; may be repeated.")
    private List<String> coins;

    @Mixin
    private SimulationOptions simulation;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv (the default) or jsonl, one JSON object a line.")
    private Format format = Format.CSV;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write; standard output by default.")
    private String file;

    /** Output formats. */
    enum Format {
        CSV(Representation.CSV),
        JSONL(Representation.JSON_LINES);

        private final Representation representation;

        Format(Representation representation) {
            this.representation = representation;
        }
    }

    @Override
    public Place place() {
        return Place.EXISTING_DATABASE;
    }

    @Override
    public void check() {
        simulation.check();
    }

    @Override
    public int perform() throws IOException {
        var scenarios = new Scenarios(
                ModelledCoins.simulated(coins.stream().distinct().toList()),
                simulation.horizon(),
                simulation.simulation(USUAL_PATHS));
        Output.Rows<Integer> rows = out -> {
            scenarios.write(format.representation, out);
            return 0;
        };
        return file == null ? Output.toStandardOutput(spec.commandLine().getOut(), rows) : Output.toFile(file, rows);
    }
}
