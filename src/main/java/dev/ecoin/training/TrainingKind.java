package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a run does. */
public enum TrainingKind {
    /** Fits a model to all stored prices. */
    TRAIN("ecoin.training"),
    /** Moves the active model over new days; its parameters stay. */
    ADVANCE("ecoin.advance"),
    /** Measures the active model's order by a rolling origin. */
    BACKTEST("ecoin.backtest");

    private final String metric;

    TrainingKind(String metric) {
        this.metric = metric;
    }

    /** The timer of such runs. */
    String metric() {
        return metric;
    }

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
