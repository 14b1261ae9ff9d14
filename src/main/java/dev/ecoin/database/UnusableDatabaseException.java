package dev.ecoin.database;

/** No usable database; the message says in one line what is wrong and what to do. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
