package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a run stands. */
public enum TrainingState {
    /** Requested; begins once the runs under way have ended. */
    WAITING,
    RUNNING,
    SUCCEEDED,
    /** Ended without a result, for the reason that the error tells. */
    FAILED,
    /** Brought a model that did not pass the gate, for the reason that the error tells. */
    REJECTED;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
