package dev.ecoin.prices.imports;

import dev.ecoin.logging.ControlCharacters;
import dev.ecoin.prices.CoinRepository;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which coin a line is of. */
interface CoinOfLine {

    String of(List<String> cells) throws RejectedException;

    int LONGEST = 200;

    /** What a decoder puts for bytes that are not of its encoding. */
    char UNDECODABLE = '\uFFFD';

    /** The id, as this service and CoinGecko can hold it. */
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

    /** Ids in a column. */
    static CoinOfLine inColumn(Table table, int column) {
        return cells -> id(table.text(cells.get(column)));
    }

    /**
     * One coin for all lines.
     *
     * @param symbols column of symbols, which must all be the same; {@link Header#ABSENT} if there is none
     */
    static CoinOfLine always(String id, int symbols, Unit unit) {
        var first = new String[1];
        return cells -> {
            if (symbols != Header.ABSENT) {
                var symbol = cells.get(symbols).strip();
                Pair.of(symbol).requireQuotedIn(unit);
                first[0] = first[0] == null ? symbol : first[0];
                if (!symbol.equals(first[0])) {
                    throw new RejectedException("the symbol '" + RejectedException.excerpt(symbol)
                            + "' is not that of the first line, '" + RejectedException.excerpt(first[0])
                            + "', which is " + RejectedException.excerpt(id));
                }
            }
            return id;
        };
    }

    /** The coin here that has the symbol, or the name, in a column. */
    static CoinOfLine bySymbol(int column, Unit unit, List<CoinRepository.Named> coins) {
        var bySymbol = by(coins.stream().map(coin -> Map.entry(Optional.ofNullable(coin.symbol()), coin.id())));
        var byName = by(coins.stream().map(coin -> Map.entry(Optional.ofNullable(coin.name()), coin.id())));
        var byId = by(coins.stream().map(coin -> Map.entry(Optional.of(coin.id()), coin.id())));
        return cells -> {
            var text = cells.get(column).strip();
            var pair = Pair.of(text);
            for (var word : List.of(text, pair.base())) {
                for (var known : List.of(byId, bySymbol, byName)) {
                    var ids = known.getOrDefault(word.toLowerCase(Locale.ROOT), List.of());
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

    private static Map<String, List<String>> by(Stream<Map.Entry<Optional<String>, String>> idsOfWords) {
        return idsOfWords
                .filter(entry -> entry.getKey().isPresent())
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().get().toLowerCase(Locale.ROOT),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
