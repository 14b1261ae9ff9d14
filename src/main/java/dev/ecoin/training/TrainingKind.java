package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of runs of this room. */
public enum TrainingKind {
    /** Fits a model to all stored prices. */
    TRAIN("ecoin.training"),
    /** Moves the active model over new days; its parameters stay. */
    ADVANCE("ecoin.advance"),
    /** Measures the active model's order by a rolling origin. */
    BACKTEST("ecoin.backtest");

    /** As the database has it. */
    public static final String OF_TRAINING = "train";

    public static final String OF_ADVANCE = "advance";

    /** Of the metrics. */
    final String timer;

    TrainingKind(String timer) {
        this.timer = timer;
    }

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TrainingKind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
