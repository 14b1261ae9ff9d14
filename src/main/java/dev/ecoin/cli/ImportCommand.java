package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.prices.PriceImport;
import dev.ecoin.prices.PriceImport.NoPricesException;
import dev.ecoin.schedule.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes in prices from a file. */
@Command(
        name = "import",
        description = "Stores daily prices from a CSV file, such as history older than the CoinGecko plan shows.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file, or /dev/stdin: a header that names the columns, coin,date,price[,market_cap,volume] in any order,",
            "then a day of a coin a line; may be gzipped. CoinGecko's prices are not replaced. Lines that cannot be",
            "stored are reported.",
            "Exit status: 0 all lines good, 1 some were rejected, 2 no such file or no file of prices."
        })
final class ImportCommand implements DatabaseCommand {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "CSV, also gzipped.")
    private String file;

    @Override
    public void check() {
        var path = Utf8.path(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new UsageException("The file " + file + " cannot be read.");
        }
    }

    @Override
    public int perform() throws IOException {
        try (var in = Utf8.open(file)) {
            var report = part(PriceImport.class).read(in);
            part(Pipeline.class).advance();
            var out = spec.commandLine().getOut();
            report.rejectedLines().forEach(line -> out.println("line " + line.number() + ": " + line.reason()));
            if (report.rejected() > report.rejectedLines().size()) {
                out.println(
                        "... and " + (report.rejected() - report.rejectedLines().size()) + " more");
            }
            if (!report.coinsAdded().isEmpty()) {
                out.println("Added " + String.join(", ", report.coinsAdded()));
            }
            out.printf(
                    "%d lines: %d good, %d rejected; %d days added or changed%n",
                    report.lines(), report.accepted(), report.rejected(), report.stored());
            return report.rejected() == 0 ? 0 : 1;
        } catch (NoPricesException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
