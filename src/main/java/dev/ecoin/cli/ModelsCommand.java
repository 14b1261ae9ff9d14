package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.http.ProblemException;
import dev.ecoin.training.Activator;
import dev.ecoin.training.ModelHistoryRepository;
import dev.ecoin.training.ModelSummary;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists a coin's models and selects the active one. */
@Command(
        name = "models",
        description = "Lists a coin's models, activates one of them, and pins the active one.",
        subcommands = {
            ModelsCommand.ListModels.class,
            ModelsCommand.Activate.class,
            ModelsCommand.Pin.class,
            ModelsCommand.Unpin.class
        },
        mixinStandardHelpOptions = true)
final class ModelsCommand {

    private static final int UNKNOWN_MODEL = 422;

    private static final List<String> COLUMNS =
            List.of("coin", "model", "state", "pinned", "order", "origin", "advanced_to", "trained_at", "verdict");

    @Command(
            name = "list",
            description = "Lists a coin's models, the newest first.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The active model serves; a candidate passed the gate and has not served, a retired one has.",
                "Exit status: 0 listed, 1 failed, 2 usage error or unknown coin."
            })
    static final class ListModels implements DatabaseCommand {

        @Spec
        private CommandSpec spec;

        @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id.")
        private String coin;

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "Maximum number of models (default: ${DEFAULT-VALUE}).",
                defaultValue = "20")
        private int limit;

        @Mixin
        private Listing listing;

        @Override
        public Place place() {
            return Place.EXISTING_DATABASE;
        }

        @Override
        public void check() {
            if (limit < 1) {
                throw new UsageException("--limit is " + limit + "; must be at least 1.");
            }
        }

        @Override
        public int perform() {
            KnownCoins.present(List.of(coin));
            var models = part(JobDatabase.class)
                    .transaction(session -> part(ModelHistoryRepository.class).list(session, coin, null, limit));
            var rows = models.stream().map(ListModels::row).toList();
            listing.print(
                    COLUMNS,
                    rows,
                    new ModelSummary.Page(models, null),
                    spec.commandLine().getOut());
            return 0;
        }

        private static List<?> row(ModelSummary model) {
            return Arrays.asList(
                    model.coin(),
                    model.id(),
                    model.state().label(),
                    model.pinned(),
                    model.order(),
                    model.origin(),
                    model.advancedTo(),
                    model.trainedAt().truncatedTo(ChronoUnit.SECONDS),
                    model.verdict());
        }
    }

    /** A command that selects a coin's active model, or whether training may replace it. */
    abstract static class Choice implements DatabaseCommand {

        @Spec
        private CommandSpec spec;

        @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id.")
        private String coin;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Recorded in the model's history.")
        private String reason;

        @Override
        public Place place() {
            return Place.EXISTING_DATABASE;
        }

        @Override
        public void check() {
            if (reason.isBlank()) {
                throw new UsageException("--reason is blank; say why, such as 'the new one drifts'.");
            }
        }

        @Override
        public int perform() {
            var model = model(coin);
            try {
                part(Activator.class).activate(coin, model, Shell.NAME, reason, isPinned());
            } catch (ProblemException e) {
                if (e.problem().status() != UNKNOWN_MODEL
                        || !"id".equals(e.problem().parameter())) {
                    throw e;
                }
                throw new UsageException("The coin '" + coin + "' has no model " + model + ". 'models list --coin "
                        + coin + "' shows them.");
            }
            spec.commandLine().getOut().printf("%s: model %d serves%s%n", coin, model, isPinned() ? ", pinned" : "");
            return 0;
        }

        /** Id of the active model. */
        long model(String ofCoin) {
            return ModelledCoins.model(ofCoin).id();
        }

        abstract boolean isPinned();
    }

    @Command(
            name = "activate",
            description = "Activates a model of the history, after checking that it can serve.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 activated, 1 it cannot serve, 2 usage error or unknown model."})
    static final class Activate extends Choice {

        @Option(
                names = "--model",
                required = true,
                paramLabel = "N",
                description = "The model's number, as 'models list' shows it.")
        private long model;

        @Option(names = "--pin", description = "Keep trainings from replacing it.")
        private boolean isPinned;

        @Override
        long model(String ofCoin) {
            KnownCoins.present(List.of(ofCoin));
            return model;
        }

        @Override
        boolean isPinned() {
            return isPinned;
        }
    }

    @Command(
            name = "pin",
            description = "Keeps trainings from replacing the active model; their models become candidates.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 pinned, 1 failed, 2 usage, or the coin has no model."})
    static final class Pin extends Choice {

        @Override
        boolean isPinned() {
            return true;
        }
    }

    @Command(
            name = "unpin",
            description = "Allows trainings to replace the active model again.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 unpinned, 1 failed, 2 usage, or the coin has no model."})
    static final class Unpin extends Choice {

        @Override
        boolean isPinned() {
            return false;
        }
    }
}
