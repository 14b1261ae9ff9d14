package dev.ecoin.forecasting.series;

import java.util.Objects;

/** Thrown when a series cannot be used as requested; {@link #reason()} gives a machine-readable reason. */
public final class SeriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the series. */
    public enum Reason {
        /** No observation at all. */
        EMPTY,
        /** Fewer observations than the model needs to be identified. */
        TOO_SHORT,
        /** A zero or negative value, which has no logarithm. */
        NOT_POSITIVE,
        /** An infinite value. */
        NOT_FINITE,
        /** No variation left after differencing: the innovation variance would be zero. */
        CONSTANT,
        /** Missing days leave the model's initial state unidentified. */
        UNIDENTIFIED,
        /** Days not strictly after the model's origin. */
        NOT_AFTER_ORIGIN
    }

    private final Reason reason;

    public SeriesException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
