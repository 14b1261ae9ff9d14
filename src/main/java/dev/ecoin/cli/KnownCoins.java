package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.UnknownCoin;
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
        if (ids.isEmpty()) {
            return ids;
        }
        var known = part(CoinRepository.class).present();
        for (var id : ids) {
            if (!known.contains(id)) {
                throw UnknownCoin.problem(id, known, "'coins list'");
            }
        }
        return ids.stream().distinct().toList();
    }
}
