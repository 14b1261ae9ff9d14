package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.analysis.Analysis;
import dev.ecoin.analysis.Exporter;
import dev.ecoin.analysis.RowFormat;
import dev.ecoin.analysis.Selection;
import dev.ecoin.cli.Shell.Place;
import dev.ecoin.http.DateRange;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the analyses of the stored prices. */
@Command(
        name = "analyse",
        description = "Runs an analysis of the stored prices; without a name, lists the analyses.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Rows come by coin and date: ISO dates, plain decimals, UTF-8.",
            "Exit status: 0 printed, 1 failed, 2 usage error or unknown coin or analysis."
        })
final class AnalyseCommand implements DatabaseCommand {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "ANALYSIS",
            description = "${COMPLETION-CANDIDATES}",
            completionCandidates = Names.class)
    private String name;

    @Option(names = "--coin", paramLabel = "ID", description = "CoinGecko's id; may be repeated; all by default.")
    private List<String> coins = List.of();

    @Option(names = "--from", paramLabel = "DATE", description = "First day, ISO 8601 (UTC).")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day.")
    private LocalDate to;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table (the default), csv, or jsonl, one JSON object a line.")
    private Format format = Format.TABLE;

    /** Output formats. */
    enum Format {
        TABLE,
        CSV,
        JSONL
    }

    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(Arrays.stream(Analysis.values()).map(Analysis::label).toList());
        }
    }

    @Override
    public Place place() {
        return name == null ? Place.HERE : Place.EXISTING_DATABASE;
    }

    @Override
    public void check() {
        if (name != null) {
            Analysis.of(name);
        }
        ExportCommand.checkOrder(from, to);
    }

    @Override
    public int perform() throws IOException {
        var out = spec.commandLine().getOut();
        if (name == null) {
            new TextTable(out)
                    .print(
                            List.of("analysis", "question"),
                            Arrays.stream(Analysis.values())
                                    .map(each -> List.of(each.label(), each.question()))
                                    .toList());
            return 0;
        }
        var analysis = Analysis.of(name);
        var selection = new Selection(KnownCoins.present(coins), new DateRange(from, to));
        var exporter = part(Exporter.class);
        switch (format) {
            case TABLE -> {
                var table = new TextTable(out);
                exporter.analyse(analysis, selection, part -> table.print(part.columns(), part.rows()));
            }
            case CSV ->
                Output.toStandardOutput(out, rows -> exporter.analyse(analysis, selection, RowFormat.CSV, rows));
            case JSONL ->
                Output.toStandardOutput(out, rows -> exporter.analyse(analysis, selection, RowFormat.JSONL, rows));
        }
        return 0;
    }
}
