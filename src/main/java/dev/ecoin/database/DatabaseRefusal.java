package dev.ecoin.database;

import java.sql.SQLException;

/** Thrown when the database rejects a statement, such as a price of a coin that was removed meanwhile. */
public final class DatabaseRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseRefusal(SQLException refusal) {
        super("The database refused the statement: " + refusal.getMessage(), refusal);
    }

    /** Whether the row already exists. */
    public boolean isUniqueViolation() {
        return DatabaseFailures.isUniqueViolation((SQLException) getCause());
    }

    /** Whether a row that the statement refers to was removed, such as the coin of a price. */
    public boolean isOfNothing() {
        return "23503".equals(((SQLException) getCause()).getSQLState());
    }
}
