package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.schedule.Pipeline;
import dev.ecoin.training.TrainingRequest;
import dev.ecoin.training.TrainingRun;
import dev.ecoin.training.TrainingState;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains coins by name. */
@Command(
        name = "train",
        description =
                "Fits a model to the stored prices of each coin and, if it passes the gate, makes it the one that serves.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    private static final String BY = "shell";

    @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id; may be repeated.")
    private List<String> ids;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "auto or an order such as (1,1,1)(1,0,1)7 (default: ecoin.training.order).")
    private String order;

    @Option(names = "--candidate", description = "Keep the model without letting it serve.")
    private boolean candidate;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Noted in the model's history.")
    private String reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var known = part(CoinRepository.class).ids().await().indefinitely();
        for (var id : ids) {
            if (!known.contains(id)) {
                throw new UsageException("There is no coin '" + id + "' here. Valid: "
                        + (known.isEmpty() ? "none yet" : String.join(", ", known)) + ".");
            }
        }
        if (order != null) {
            try {
                TrainingRequest.check(order);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--order: " + e.getMessage() + ".");
            }
        }
        var coins = ids.stream().distinct().toList();
        var ended = part(Pipeline.class).train(coins, new TrainingRequest(order, !candidate, reason), BY);
        ended.forEach(run -> spec.commandLine().getOut().println(verdict(run)));
        return ended.size() == coins.size() && ended.stream().allMatch(run -> run.state() == TrainingState.SUCCEEDED)
                ? 0
                : 1;
    }

    private static String verdict(TrainingRun run) {
        var what = run.coin() + ": " + (run.model() == null ? "" : "model " + run.model() + " ");
        return switch (run.state()) {
            case SUCCEEDED -> what + "was accepted; " + run.note();
            case REJECTED -> what + "was rejected, for " + run.error() + "; " + run.note();
            default -> what + "the training failed, and the active model stays: " + run.error();
        };
    }
}
