package dev.ecoin.prices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done with a coin. Whatever its state, what is stored of it is served. */
public enum CoinState {
    /** Crawled and trained. */
    ACTIVE,
    /** Left alone because a user said so. */
    PAUSED,
    /** Left alone because CoinGecko does not know it any more. */
    DELISTED;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CoinState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
