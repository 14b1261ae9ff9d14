package dev.ecoin.analysis;

import dev.ecoin.http.DateRange;
import dev.ecoin.http.ProblemException;
import java.util.Arrays;
import java.util.List;

/**
 * Coins and days to read.
 *
 * @param coins CoinGecko's ids; empty for all coins
 */
public record Selection(List<String> coins, DateRange range) {

    public Selection {
        coins = List.copyOf(coins);
    }

    /**
     * Parses the parameters {@code coin} (comma-separated ids), {@code from} and {@code to}.
     *
     * @throws ProblemException if one is malformed or the range ends before it starts
     */
    static Selection parse(String coin, String from, String to) {
        return new Selection(coin == null ? List.of() : coins(coin), DateRange.parse(from, to));
    }

    private static List<String> coins(String list) {
        var ids =
                Arrays.stream(list.split(",", -1)).map(String::strip).distinct().toList();
        if (ids.contains("")) {
            throw ProblemException.badRequest(
                    "coin", list, "The parameter 'coin' names no coin", "ids with commas between them");
        }
        return ids;
    }
}
