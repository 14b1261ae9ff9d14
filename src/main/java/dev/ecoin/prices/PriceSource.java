package dev.ecoin.prices;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** Where a price came from, in ascending precedence: a later source's price replaces an earlier one's. */
@RegisterForReflection
public enum PriceSource {
    SAMPLE,
    /** Computed from a live price, hence near the day's snapshot; stands in until the exact one comes. */
    MARKETS,
    IMPORT,
    COINGECKO;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PriceSource of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
