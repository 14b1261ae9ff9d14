package dev.ecoin.crawl;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which data of a day a crawl fetches. */
public enum CrawlMode {
    /** Price, market cap and volume, one year per call. */
    RANGE,
    /** The whole document, one day per call; the day's price, market cap and volume are then taken from it. */
    HISTORY;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CrawlMode of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
