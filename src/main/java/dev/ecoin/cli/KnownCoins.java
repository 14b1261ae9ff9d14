package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.UnknownCoin;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names stored coins. */
final class KnownCoins {

    @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id; may be repeated.")
    private List<String> ids;

    /** Distinct ids of stored coins. */
    List<String> ids() {
        return present(ids);
    }

    /** Distinct ids, after checking that all coins are stored, in any state. */
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
