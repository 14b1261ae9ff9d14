package dev.ecoin.forecasting;

import java.util.Objects;

/** Thrown when bytes do not decode to a model that this version can read; {@link #reason()} says why. */
public final class CorruptModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Reason {
        /** Not a model at all: the leading mark is missing. */
        NOT_A_MODEL,
        /** Fewer bytes than the header's length field says. */
        TRUNCATED,
        /** More bytes than the header's length field says. */
        TRAILING_BYTES,
        /** Written by a newer version of this library. */
        UNKNOWN_VERSION,
        /** The checksum does not match the bytes. */
        CHECKSUM,
        /** The checksum matches, but a field has a value that no model can have. */
        INVALID_FIELD
    }

    private final Reason reason;

    public CorruptModelException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
