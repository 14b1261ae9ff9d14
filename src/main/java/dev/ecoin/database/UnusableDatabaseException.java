package dev.ecoin.database;

/** There is no database to run on; the message says in one line what is wrong and what to do. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
