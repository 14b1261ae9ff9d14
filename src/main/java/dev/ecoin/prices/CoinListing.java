package dev.ecoin.prices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether CoinGecko's list of coins contains an id. */
public enum CoinListing {
    /** Not looked up yet. */
    NOT_CHECKED,
    LISTED,
    NOT_LISTED;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param label null for a coin that was added by its id only and waits for the next start
     */
    static CoinListing of(String label) {
        return label == null ? NOT_CHECKED : valueOf(label.toUpperCase(Locale.ROOT));
    }
}
