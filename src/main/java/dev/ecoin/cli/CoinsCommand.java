package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.prices.CoinChanges;
import dev.ecoin.prices.CoinState;
import dev.ecoin.prices.CoinStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, adds, pauses, resumes and removes coins. */
@Command(
        name = "coins",
        description = "Lists, adds, pauses, resumes and removes coins.",
        subcommands = {
            CoinsCommand.ListCoins.class,
            CoinsCommand.Add.class,
            CoinsCommand.Pause.class,
            CoinsCommand.Resume.class,
            CoinsCommand.Remove.class
        },
        mixinStandardHelpOptions = true)
final class CoinsCommand {

    private static final List<String> COLUMNS =
            List.of("coin", "symbol", "name", "state", "first_day", "last_day", "days", "model", "order");

    @Command(
            name = "list",
            description = "Lists coins with the range of their prices and their active model.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 listed, 1 failed, 2 usage."})
    static final class ListCoins implements DatabaseCommand {

        @Spec
        private CommandSpec spec;

        @Option(names = "--search", paramLabel = "TEXT", description = "Part of the id, the symbol or the name.")
        private String search;

        @Option(names = "--state", paramLabel = "STATE", description = "active, paused or delisted.")
        private CoinState state;

        @Mixin
        private Listing listing;

        @Override
        public Place place() {
            return Place.EXISTING_DATABASE;
        }

        @Override
        public int perform() {
            var found = part(CoinChanges.class).find(search, state, null);
            var rows = found.coins().stream().map(ListCoins::row).toList();
            listing.print(COLUMNS, rows, found, spec.commandLine().getOut());
            return 0;
        }

        private static List<?> row(CoinStatus coin) {
            var model = Optional.ofNullable(coin.model());
            return Arrays.asList(
                    coin.id(),
                    coin.symbol(),
                    coin.name(),
                    coin.state().label(),
                    coin.firstDay(),
                    coin.lastDay(),
                    coin.daysStored(),
                    model.map(active -> active.id()).orElse(null),
                    model.map(active -> active.order()).orElse(null));
        }
    }

    /** A command that changes coins one by one and reports the result for each. */
    abstract static class Change implements DatabaseCommand {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "COIN", arity = "1..*", description = "CoinGecko's id, such as bitcoin.")
        private List<String> coins;

        @Override
        public Place place() {
            return Place.EXISTING_DATABASE;
        }

        @Override
        public int perform() {
            var ids = known(coins.stream().distinct().toList());
            var out = spec.commandLine().getOut();
            ids.forEach(coin -> out.println(change(coin, part(CoinChanges.class))));
            return 0;
        }

        /**
         * @throws UsageException if a coin is unknown
         */
        List<String> known(List<String> ids) {
            return KnownCoins.present(ids);
        }

        /** Returns the text to print. */
        abstract String change(String coin, CoinChanges changes);
    }

    @Command(
            name = "add",
            description = "Adds coins: the service crawls and trains them from now on.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "A service that runs on the database begins at once, otherwise the next one does at its start.",
                "Exit status: 0 added or here already, 1 failed, 2 usage, or CoinGecko has no such coin."
            })
    static final class Add extends Change {

        @Override
        public Place place() {
            return Place.DATABASE;
        }

        @Override
        List<String> known(List<String> ids) {
            return ids;
        }

        @Override
        String change(String coin, CoinChanges changes) {
            return changes.put(coin, Optional.empty(), Shell.NAME)
                    ? coin + ": added; the service crawls and trains it"
                    : coin + ": here already, and stays as it is";
        }
    }

    @Command(
            name = "pause",
            description = "Stops the crawls and trainings of coins; forecasts are still served.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 paused, 1 failed, 2 usage error or unknown coin."})
    static final class Pause extends Change {

        @Override
        String change(String coin, CoinChanges changes) {
            changes.put(coin, Optional.of(CoinState.PAUSED), Shell.NAME);
            return coin + ": paused; 'coins resume " + coin + "' undoes it";
        }
    }

    @Command(
            name = "resume",
            description = "Resumes the crawls and trainings of paused or delisted coins.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 active, 1 failed, 2 usage error or unknown coin."})
    static final class Resume extends Change {

        @Override
        String change(String coin, CoinChanges changes) {
            changes.put(coin, Optional.of(CoinState.ACTIVE), Shell.NAME);
            return coin + ": active; the service crawls and trains it";
        }
    }

    @Command(
            name = "remove",
            description = "Removes coins permanently, with their prices, models and runs.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "A coin of the configuration stays away at the next start; 'coins add' or an import brings it back.",
                "Exit status: 0 removed, 1 failed, 2 usage error or unknown coin."
            })
    static final class Remove extends Change {

        @Option(
                names = "--yes",
                required = true,
                description = "Confirms it: prices and models cannot be brought back.")
        private boolean isConfirmed;

        @Override
        String change(String coin, CoinChanges changes) {
            changes.remove(coin, Shell.NAME);
            return coin + ": removed with its prices and models";
        }
    }
}
