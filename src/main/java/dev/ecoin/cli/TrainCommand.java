package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.training.Trainer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains coins by name. */
@Command(
        name = "train",
        description = "Fits a model to the stored prices of each coin and makes it the one that serves.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id; may be repeated.")
    private List<String> ids;

    @Override
    public Integer call() {
        var known = part(CoinRepository.class).ids().await().indefinitely();
        for (var id : ids) {
            if (!known.contains(id)) {
                throw new UsageException("There is no coin '" + id + "' here. Valid: "
                        + (known.isEmpty() ? "none yet" : String.join(", ", known)) + ".");
            }
        }
        return part(Trainer.class).train(ids) == ids.size() ? 0 : 1;
    }
}
