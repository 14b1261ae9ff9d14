package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.analysis.Dataset;
import dev.ecoin.analysis.Exporter;
import dev.ecoin.analysis.RowFormat;
import dev.ecoin.analysis.Selection;
import dev.ecoin.cli.Shell.Place;
import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.http.DateRange;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exports stored data for analysts' tools. */
@Command(
        name = "export",
        description = "Writes stored prices, features computed from them, or forecasts of the active models.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Rows come by coin and date: ISO dates, plain decimals, UTF-8. The file appears when it is complete.",
            "Exit status: 0 written, 1 failed, 2 usage."
        })
final class ExportCommand implements DatabaseCommand {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATASET", description = "${COMPLETION-CANDIDATES}, in any case")
    private Dataset dataset;

    @Option(names = "--coin", paramLabel = "ID", description = "CoinGecko's id; may be repeated; all by default.")
    private List<String> coins = List.of();

    @Option(names = "--from", paramLabel = "DATE", description = "First day, ISO 8601 (UTC).")
    private LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "DATE",
            description = "Last day; of forecasts 30 days after the model's origin by default.")
    private LocalDate to;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv (the default) or jsonl, one JSON object a line.")
    private RowFormat format = RowFormat.CSV;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write; standard output by default.")
    private String file;

    @Override
    public Place place() {
        return Place.EXISTING_DATABASE;
    }

    @Override
    public void check() {
        checkOrder(from, to);
    }

    static void checkOrder(LocalDate from, LocalDate to) {
        if (from != null && to != null && to.isBefore(from)) {
            throw new UsageException("--to is " + to + ", which is before --from " + from + ".");
        }
    }

    @Override
    public int perform() throws IOException {
        var selection = new Selection(KnownCoins.present(coins), new DateRange(from, to));
        if (file == null) {
            Output.toStandardOutput(
                    spec.commandLine().getOut(), out -> part(Exporter.class).export(dataset, selection, format, out));
        } else {
            var rows = Output.toFile(file, out -> part(Exporter.class).export(dataset, selection, format, out));
            spec.commandLine().getErr().printf("%d rows written to %s%n", rows, file);
        }
        return 0;
    }
}
