package dev.ecoin.database;

import java.sql.SQLException;

/** Thrown when the database is unavailable, see {@link DatabaseFailures#isOutage}; it may recover. */
public final class DatabaseAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseAway(SQLException failure) {
        super(failure.getMessage(), failure);
    }
}
