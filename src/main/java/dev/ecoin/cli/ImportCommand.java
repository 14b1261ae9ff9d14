package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.prices.imports.ImportOptions;
import dev.ecoin.prices.imports.ImportReport;
import dev.ecoin.prices.imports.NoPricesException;
import dev.ecoin.prices.imports.PriceImport;
import dev.ecoin.schedule.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports prices from a file. */
@Command(
        name = "import",
        description = "Stores daily prices from a file, such as history older than the CoinGecko plan shows.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file, or /dev/stdin, is recognised by its content: this service's exports, CoinGecko's website,",
            "CryptoDataDownload, Yahoo Finance, Binance klines, CoinMarketCap, Investing.com, or any CSV or JSON lines with",
            "a date and a price or close; also packed by gzip or, alone in an archive, by zip. docs/import.md has the details.",
            "CoinGecko's prices are not replaced. Lines that cannot be stored are reported.",
            "Exit status: 0 all lines good, 1 some were rejected, 2 no such file, or a file that cannot be read in this way."
        })
final class ImportCommand implements DatabaseCommand {

    private static final List<String> COLUMNS = List.of("coin", "date", "price", "market_cap", "volume");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file, also packed by gzip or zip.")
    private String file;

    @Option(names = "--coin", paramLabel = "ID", description = "The coin of all lines, if no column names it.")
    private String coin;

    @Option(
            names = "--day",
            paramLabel = "open|close",
            description = "Which price of its date a line holds: that of 00:00 UTC at its start (open), or at its end"
                    + " (close), which is stored as the next day's. By default the format says.")
    private String day;

    @Option(
            names = "--date-format",
            paramLabel = "FORMAT",
            description = "Format of dates that may start with the day or the month, such as d/M/yyyy.")
    private String dateFormat;

    @Option(names = "--dry-run", description = "Store nothing, and show the first rows as they would be stored.")
    private boolean isTrial;

    @Override
    public void check() {
        var path = Utf8.path(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new UsageException("The file " + file + " cannot be read.");
        }
        options();
    }

    private ImportOptions options() {
        try {
            return ImportOptions.of(coin, day, dateFormat, isTrial);
        } catch (NoPricesException e) {
            throw new UsageException(e.getMessage());
        }
    }

    @Override
    public int perform() throws IOException {
        var progress =
                Progress.to(spec.commandLine().getOut(), spec.commandLine().getErr(), "bytes");
        var size = Files.size(Utf8.path(file));
        try (var in = new CountedInput(Utf8.open(file), read -> progress.show(read, size))) {
            var report = part(PriceImport.class).read(in, options());
            if (!isTrial) {
                part(Pipeline.class).advance();
            }
            progress.clear();
            print(report, spec.commandLine().getOut());
            return report.rejected() == 0 ? 0 : 1;
        } catch (NoPricesException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private void print(ImportReport report, PrintWriter out) {
        out.println("Recognised: " + report.format() + "; " + report.dayRule());
        if (!report.unusedColumns().isEmpty()) {
            out.println("Not used: " + String.join(", ", report.unusedColumns()));
        }
        if (isTrial) {
            new TextTable(out)
                    .print(
                            COLUMNS,
                            report.firstRows().stream()
                                    .map(row -> Arrays.asList(
                                            row.coin(), row.date(), row.price(), row.marketCap(), row.volume()))
                                    .toList());
        }
        report.rejectedLines().forEach(line -> out.println("line " + line.number() + ": " + line.reason()));
        if (report.rejected() > report.rejectedLines().size()) {
            out.println("... and " + (report.rejected() - report.rejectedLines().size()) + " more");
        }
        if (!report.coinsAdded().isEmpty()) {
            out.println("Added " + String.join(", ", report.coinsAdded()));
        }
        out.println(report.lines() + " lines: " + report.accepted() + " good, " + report.rejected() + " rejected; "
                + (isTrial ? "nothing stored (--dry-run)" : report.stored() + " days added or changed"));
    }
}
