package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a coin stands to a condition. */
public enum Standing {
    /** The rule fires. */
    MET,
    /** Below the threshold by no more than the margin: a rule that fires goes on, another one does not begin. */
    WITHIN_MARGIN,
    /** The rule clears. */
    NOT_MET,
    /** Nothing can be said, for example because the coin has no model; the rule stays as it is. */
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

    /** Whether a rule fires afterwards. */
    boolean fires(boolean before) {
        return this == MET || before && this != NOT_MET;
    }
}
