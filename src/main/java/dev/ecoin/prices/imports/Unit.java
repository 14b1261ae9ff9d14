package dev.ecoin.prices.imports;

import dev.ecoin.configuration.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The currency of the stored prices, with the names that files use for it.
 *
 * @param code in lower case, such as {@code usd}
 */
record Unit(String code) {

    /** Stablecoins that exchanges use as dollars. */
    private static final Set<String> DOLLARS = Set.of("usd", "usdt", "usdc", "busd", "fdusd", "tusd", "usdp", "dai");

    private static final Map<String, String> SYMBOLS =
            Map.of("us$", "usd", "$", "usd", "€", "eur", "£", "gbp", "¥", "jpy", "₩", "krw", "₹", "inr", "₽", "rub");

    private static final Set<String> MONEY = Stream.concat(
                    java.util.Currency.getAvailableCurrencies().stream()
                            .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT)),
                    DOLLARS.stream())
            .collect(Collectors.toUnmodifiableSet());

    /** Whether another unit is the same; all kinds of dollars are equal. */
    boolean is(String other) {
        var named = named(other);
        return named.equals(code) || code.equals("usd") && DOLLARS.contains(named);
    }

    /** Whether the text names a currency, or a coin used as a quote currency. */
    static boolean isKnown(String text) {
        return isMoney(text) || Currency.CODES.contains(named(text));
    }

    /** Whether the text names a national currency or a dollar stablecoin. */
    static boolean isMoney(String text) {
        return MONEY.contains(named(text));
    }

    /** The text with currency symbols replaced by codes. */
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
