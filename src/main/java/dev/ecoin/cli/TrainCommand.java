package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.schedule.Pipeline;
import dev.ecoin.training.TrainingRequest;
import dev.ecoin.training.TrainingRun;
import dev.ecoin.training.TrainingState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains coins by name. */
@Command(
        name = "train",
        description = "Fits a model to the stored prices of each coin and, if it passes the gate, lets it serve.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 every model passed the gate, 1 some were rejected or not trained, 2 wrong usage."
        })
final class TrainCommand implements Callable<Integer> {

    @Mixin
    private KnownCoins coins;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "auto, or an order such as (1,1,1)(1,0,1)7 (default: ecoin.training.order).")
    private String order;

    @Option(names = "--candidate", description = "Keep the model without letting it serve.")
    private boolean candidate;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Noted in the model's history.")
    private String reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (order != null) {
            try {
                TrainingRequest.check(order);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--order: " + e.getMessage() + ".");
            }
        }
        var ids = coins.ids();
        var ended = part(Pipeline.class).train(ids, new TrainingRequest(order, !candidate, reason), Shell.NAME);
        ended.forEach(run -> spec.commandLine().getOut().println(verdict(run)));
        return ended.stream()
                                .filter(run -> run.state() == TrainingState.SUCCEEDED)
                                .count()
                        == ids.size()
                ? 0
                : 1;
    }

    private static String verdict(TrainingRun run) {
        return switch (run.state()) {
            case SUCCEEDED -> "%s: model %d was accepted; %s".formatted(run.coin(), run.model(), run.note());
            case REJECTED ->
                "%s: model %d was rejected: %s; %s".formatted(run.coin(), run.model(), run.error(), run.note());
            default -> "%s: not trained: %s".formatted(run.coin(), run.error());
        };
    }
}
