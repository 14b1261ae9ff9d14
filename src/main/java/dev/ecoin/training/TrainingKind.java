package dev.ecoin.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of runs in this package. */
public enum TrainingKind {
    /** Fits a model to all stored prices. */
    TRAIN("ecoin.training"),
    /** Advances the active model over new days without re-estimating its parameters. */
    ADVANCE("ecoin.advance"),
    /** Backtests the active model's order with a rolling origin. */
    BACKTEST("ecoin.backtest");

    /** The value in the database. */
    public static final String OF_TRAINING = "train";

    public static final String OF_ADVANCE = "advance";

    /** Name of the timer metric. */
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
