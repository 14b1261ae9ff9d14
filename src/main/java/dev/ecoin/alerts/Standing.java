package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a coin meets a condition. */
public enum Standing {
    /** The rule fires. */
    MET,
    /** Below the threshold, but within the margin: a firing rule keeps firing, another does not start. */
    WITHIN_MARGIN,
    /** The rule clears. */
    NOT_MET,
    /** Unknown, for example because the coin has no model; the rule keeps its state. */
    UNKNOWN;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Standing of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    static Standing of(boolean isMet) {
        return isMet ? MET : NOT_MET;
    }

    /** Whether the rule fires after this finding. */
    boolean fires(boolean before) {
        return this == MET || before && this != NOT_MET;
    }
}
