package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.CoinRepository;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names coins which are here. */
final class KnownCoins {

    @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id; may be repeated.")
    private List<String> ids;

    /** The coins, each once. */
    List<String> ids() {
        return present(ids);
    }

    /** The coins, each once, all of which are here, whatever their state. */
    static List<String> present(List<String> ids) {
        try {
            part(CoinRepository.class).requirePresent(ids).await().indefinitely();
        } catch (ProblemException e) {
            throw new UsageException(e.getMessage());
        }
        return ids.stream().distinct().toList();
    }
}
