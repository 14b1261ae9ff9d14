package dev.ecoin.forecasting.baseline;

import java.util.Objects;

/**
 * Why a baseline stands where a model was asked for.
 *
 * @param reason the kind of reason
 * @param detail the same in words
 */
public record Fallback(Reason reason, String detail) {

    /** Kinds of reasons. */
    public enum Reason {
        /** Fewer observations than the model needs. */
        TOO_SHORT,
        /** No variation to model. */
        CONSTANT,
        /** Missing days leave the model's initial state unidentified. */
        UNIDENTIFIED,
        /** The fitted model's forecasts leave a multiple of history. */
        IMPLAUSIBLE_FORECAST,
        /** The fitted model did worse on the past than forecasts may. */
        REJECTED
    }

    public Fallback {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }
}
