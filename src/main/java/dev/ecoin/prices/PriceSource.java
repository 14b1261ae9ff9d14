package dev.ecoin.prices;

import java.util.Locale;

/** Where a price came from, in ascending precedence: a later source's price replaces an earlier one's. */
public enum PriceSource {
    SAMPLE,
    IMPORT,
    COINGECKO;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
