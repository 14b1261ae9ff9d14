package dev.ecoin.prices.imports;

import dev.ecoin.logging.ControlCharacters;
import dev.ecoin.prices.CoinRepository.Named;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Determines the coin of a line. */
interface CoinOfLine {

    String of(List<String> cells) throws RejectedException;

    int LONGEST = 200;

    /** The replacement character of decoders for invalid bytes. */
    char UNDECODABLE = '\uFFFD';

    /** Checks an id against the limits of this service and CoinGecko. */
    static String id(String text) throws RejectedException {
        if (text.isBlank()
                || text.length() > LONGEST
                || text.indexOf(UNDECODABLE) >= 0
                || ControlCharacters.areIn(text)) {
            throw new RejectedException(
                    "the coin '" + RejectedException.excerpt(text) + "' is not an id such as bitcoin");
        }
        return text;
    }

    /** Reads ids from a column. */
    static CoinOfLine inColumn(Table table, int column) {
        return cells -> id(table.text(cells.get(column)));
    }

    /** Finds the stored coin with the id, symbol or name in a column. */
    static CoinOfLine bySymbol(int column, Unit unit, List<Named> coins) {
        var known = List.of(by(coins, Named::id), by(coins, Named::symbol), by(coins, Named::name));
        return cells -> {
            var text = cells.get(column).strip();
            var pair = Pair.of(text);
            for (var word : List.of(text, pair.base())) {
                for (var idsOf : known) {
                    var ids = idsOf.getOrDefault(word.toLowerCase(Locale.ROOT), List.of());
                    if (ids.size() == 1) {
                        if (word.equals(pair.base())) {
                            pair.requireQuotedIn(unit);
                        }
                        return ids.get(0);
                    }
                    if (ids.size() > 1) {
                        throw new RejectedException("several coins are called '" + RejectedException.excerpt(word)
                                + "': " + String.join(", ", ids.subList(0, Math.min(ids.size(), 5))));
                    }
                }
            }
            throw new RejectedException("no coin here is called '" + RejectedException.excerpt(text) + "'");
        };
    }

    private static Map<String, List<String>> by(List<Named> coins, Function<Named, String> word) {
        return coins.stream()
                .filter(coin -> word.apply(coin) != null)
                .collect(Collectors.groupingBy(
                        coin -> word.apply(coin).toLowerCase(Locale.ROOT),
                        Collectors.mapping(Named::id, Collectors.toList())));
    }
}
