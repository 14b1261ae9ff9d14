package dev.ecoin.crawl;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a run stands. */
public enum CrawlState {
    /** Requested; begins once no other run is under way. */
    WAITING,
    RUNNING,
    SUCCEEDED,
    /** Ended with days still missing, for the reason that the error tells. */
    FAILED,
    /** CoinGecko asked for a pause, after which the run goes on by itself. */
    PAUSED,
    CANCELLED;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isEnd() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    static Optional<CrawlState> of(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst();
    }
}
