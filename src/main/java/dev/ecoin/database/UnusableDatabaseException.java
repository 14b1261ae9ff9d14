package dev.ecoin.database;

/** Thrown if there is no usable database; the message states the problem and a remedy in one line. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
