package dev.ecoin.prices.imports;

import dev.ecoin.configuration.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What prices here are in, and the names that files have for it.
 *
 * @param code in lower case, such as {@code usd}
 */
record Unit(String code) {

    /** Stablecoins, in which exchanges quote dollars. */
    private static final Set<String> DOLLARS = Set.of("usd", "usdt", "usdc", "busd", "fdusd", "tusd", "usdp", "dai");

    private static final Map<String, String> SYMBOLS =
            Map.of("us$", "usd", "$", "usd", "€", "eur", "£", "gbp", "¥", "jpy", "₩", "krw", "₹", "inr", "₽", "rub");

    private static final Set<String> MONEY = Stream.concat(
                    java.util.Currency.getAvailableCurrencies().stream()
                            .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT)),
                    DOLLARS.stream())
            .collect(Collectors.toUnmodifiableSet());

    /** Whether prices in that are prices in this; one dollar is as good as another. */
    boolean is(String other) {
        var named = named(other);
        return named.equals(code) || code.equals("usd") && DOLLARS.contains(named);
    }

    /** Whether the text names a currency or a coin that prices are quoted in. */
    static boolean isKnown(String text) {
        return isMoney(text) || Currency.CODES.contains(named(text));
    }

    /** Whether the text names a currency of a country, or what stands for dollars. */
    static boolean isMoney(String text) {
        return MONEY.contains(named(text));
    }

    /** The text with codes for the symbols of currencies. */
    static String spelled(String text) {
        var spelled = text.toLowerCase(Locale.ROOT).replace("us$", "usd");
        for (var symbol : SYMBOLS.entrySet()) {
            spelled = spelled.replace(symbol.getKey(), symbol.getValue());
        }
        return spelled;
    }

    private static String named(String text) {
        return SYMBOLS.getOrDefault(text.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return code.toUpperCase(Locale.ROOT);
    }
}
