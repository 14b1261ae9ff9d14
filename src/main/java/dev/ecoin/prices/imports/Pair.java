package dev.ecoin.prices.imports;

import java.util.regex.Pattern;

/**
 * A market of an exchange: BTC/USD, BTC-USD, BTC_USD or BTCUSDT.
 *
 * @param quote empty if absent
 */
record Pair(String base, String quote) {

    private static final Pattern SEPARATED = Pattern.compile("([^/_-]+)[/_-]([^/_-]+)");

    /** A shorter text could be the symbol of a coin. */
    private static final int SHORTEST_JOINED = 6;

    private static final int SHORTEST_BASE = 2;
    private static final int LONGEST_QUOTE = 5;
    private static final int SHORTEST_QUOTE = 3;

    static Pair of(String symbol) {
        var separated = SEPARATED.matcher(symbol);
        if (separated.matches() && Unit.isKnown(separated.group(2))) {
            return new Pair(separated.group(1), separated.group(2));
        }
        if (symbol.length() >= SHORTEST_JOINED) {
            for (int length = LONGEST_QUOTE; length >= SHORTEST_QUOTE; length--) {
                var at = symbol.length() - length;
                if (at >= SHORTEST_BASE && Unit.isMoney(symbol.substring(at))) {
                    return new Pair(symbol.substring(0, at), symbol.substring(at));
                }
            }
        }
        return new Pair(symbol, "");
    }

    void requireQuotedIn(Unit unit) throws RejectedException {
        if (!quote.isEmpty() && !unit.is(quote)) {
            throw new RejectedException(
                    "the prices of '" + RejectedException.excerpt(base + "/" + quote) + "' are not in " + unit);
        }
    }
}
