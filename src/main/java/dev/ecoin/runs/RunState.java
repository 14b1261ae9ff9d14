package dev.ecoin.runs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a run stands. */
public enum RunState {
    WAITING,
    RUNNING,
    /** Goes on by itself at a known time. */
    PAUSED,
    SUCCEEDED,
    /** Brought something that did not pass. */
    REJECTED,
    FAILED,
    CANCELLED;

    /** As JSON and the database have it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    public boolean isEnd() {
        return ordinal() >= SUCCEEDED.ordinal();
    }
}
