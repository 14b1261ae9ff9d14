package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of a model. */
public enum ModelState {
    /** Passed the gate and has not served yet. */
    CANDIDATE,
    /** Serves forecasts. */
    ACTIVE,
    /** Served forecasts earlier. */
    RETIRED,
    /** Did not pass the gate and has not served. */
    REJECTED;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
