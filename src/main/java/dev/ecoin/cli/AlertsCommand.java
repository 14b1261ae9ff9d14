package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.alerts.AlertBacktest;
import dev.ecoin.alerts.AlertBacktest.Fired;
import dev.ecoin.alerts.AlertBacktest.Tally;
import dev.ecoin.alerts.Condition;
import dev.ecoin.alerts.Hindsight;
import dev.ecoin.cli.Shell.Place;
import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.http.JsonBodies;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What rules of alerts would have done. */
@Command(
        name = "alerts",
        description = "Shows when a rule of an alert would have fired in the past, and what came of it.",
        subcommands = AlertsCommand.Backtest.class,
        mixinStandardHelpOptions = true)
final class AlertsCommand {

    private static final List<String> COLUMNS = List.of("day", "cleared", "price", "value", "by", "came_true");

    @Command(
            name = "backtest",
            description = "Asks a condition on each past day, by what was known on that day alone.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The condition is that of POST /alerts, such as",
                "  {\"kind\":\"probability\",\"return_above\":-10,\"days\":7,\"at_least\":0.9}",
                "of the kinds probability, touch and interval_width.",
                "Exit status: 0 answered, 1 failed, 2 wrong usage or unknown coin."
            })
    static final class Backtest implements DatabaseCommand {

        @Spec
        private CommandSpec spec;

        @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id.")
        private String coin;

        @Option(names = "--condition", required = true, paramLabel = "JSON", description = "What the rule watches.")
        private String condition;

        @Option(
                names = "--from",
                paramLabel = "DATE",
                description = "First day asked (default: 730 days up to the last one).")
        private LocalDate from;

        @Option(names = "--to", paramLabel = "DATE", description = "Last day asked (default: the last price).")
        private LocalDate to;

        @Option(
                names = "--relative",
                description = "Bounds are as far from each day's price as they are from the newest one.")
        private boolean relative;

        @Mixin
        private Listing listing;

        @Override
        public Place place() {
            return Place.EXISTING_DATABASE;
        }

        @Override
        public int perform() {
            KnownCoins.present(List.of(coin));
            var read = part(JsonBodies.class)
                    .read(condition, Condition.class)
                    .orElseThrow(() -> new UsageException("--condition is empty; it must be an object with a kind."));
            var backtest = part(Hindsight.class).of(coin, read, from, to, relative);
            var out = spec.commandLine().getOut();
            if (listing.isTable()) {
                printHead(backtest, out);
            }
            listing.print(COLUMNS, backtest.fired().stream().map(Backtest::row).toList(), backtest, out);
            return 0;
        }

        private static void printHead(AlertBacktest backtest, PrintWriter out) {
            out.printf("%s, %s to %s: %s%n", backtest.coin(), backtest.from(), backtest.to(), backtest.description());
            print("Met on %d of " + backtest.days() + " days", backtest.met(), out);
            print("Fired %d times", backtest.alerts(), out);
            backtest.notes().forEach(out::println);
            out.println();
        }

        private static void print(String what, Tally tally, PrintWriter out) {
            out.printf(what, tally.count());
            if (tally.decided() > 0) {
                out.printf(
                        Locale.ROOT,
                        "; %d of %d came true, %.1f%%; %.1f%% should have",
                        tally.cameTrue(),
                        tally.decided(),
                        100 * tally.share().doubleValue(),
                        100 * tally.expected().doubleValue());
            }
            out.println(".");
        }

        private static List<?> row(Fired alert) {
            return Arrays.asList(
                    alert.day(), alert.cleared(), alert.price(), alert.value(), alert.by(), alert.cameTrue());
        }
    }
}
