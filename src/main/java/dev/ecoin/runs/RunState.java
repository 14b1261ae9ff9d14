package dev.ecoin.runs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of a run. */
public enum RunState {
    WAITING,
    RUNNING,
    /** Continues by itself at a known time. */
    PAUSED,
    SUCCEEDED,
    /** Produced a result that did not pass. */
    REJECTED,
    FAILED,
    CANCELLED;

    /** The value in JSON and in the database. */
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
