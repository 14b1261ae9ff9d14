package dev.ecoin.prices.imports;

import static dev.ecoin.prices.imports.RejectedException.excerpt;

import java.util.List;

/** One coin for all lines. If lines have symbols, they must all be equal. */
final class OneCoin implements CoinOfLine {

    private final String id;
    private final int symbols;
    private final Unit unit;
    private String symbol;

    /**
     * @param symbols column of symbols, {@link Header#ABSENT} if there is none
     */
    OneCoin(String id, int symbols, Unit unit) {
        this.id = id;
        this.symbols = symbols;
        this.unit = unit;
    }

    @Override
    public String of(List<String> cells) throws RejectedException {
        if (symbols != Header.ABSENT) {
            requireSame(cells.get(symbols).strip());
        }
        return id;
    }

    private void requireSame(String other) throws RejectedException {
        Pair.of(other).requireQuotedIn(unit);
        if (symbol == null) {
            symbol = other;
        }
        if (!symbol.equals(other)) {
            throw new RejectedException("the symbol '" + excerpt(other) + "' is not that of the first line, '"
                    + excerpt(symbol) + "', which is " + excerpt(id));
        }
    }
}
