package dev.ecoin.forecasting.baseline;

import java.util.Objects;

/**
 * Why a baseline replaces the requested model.
 *
 * @param reason the kind of reason
 * @param detail the reason in words
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
        /** The fitted model's forecasts exceed a multiple of the price history. */
        IMPLAUSIBLE_FORECAST,
        /** The fitted model's past forecasts are worse than the gate allows. */
        REJECTED
    }

    public Fallback {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }
}
