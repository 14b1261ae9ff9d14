package dev.ecoin.prices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of a coin. Stored prices and models are served in every state. */
public enum CoinState {
    /** Crawled and trained. */
    ACTIVE,
    /** Neither crawled nor trained, because a user paused it. */
    PAUSED,
    /** Neither crawled nor trained, because CoinGecko no longer knows it. */
    DELISTED;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CoinState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
