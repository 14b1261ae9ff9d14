package dev.ecoin.feeds.coingecko;

import dev.ecoin.logging.ControlCharacters;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An entry of CoinGecko's list, such as bitcoin, btc, Bitcoin; symbol and name without control characters. */
@RegisterForReflection
public record ListedCoin(String id, String symbol, String name) {

    public ListedCoin {
        symbol = ControlCharacters.blank(symbol);
        name = ControlCharacters.blank(name);
    }

    /** An id must round-trip unchanged; one with control characters is ignored. */
    boolean isUsable() {
        return id != null && !id.isBlank() && !ControlCharacters.areIn(id);
    }
}
