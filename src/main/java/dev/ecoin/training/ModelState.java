package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a model stands. */
public enum ModelState {
    /** Passed the gate and has not served yet. */
    CANDIDATE,
    /** Serves. */
    ACTIVE,
    /** Has served. */
    RETIRED,
    /** Did not pass the gate and has not served. */
    REJECTED;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
