package dev.ecoin.database;

import java.sql.SQLException;

/** The database does not do its part, see {@link DatabaseFailures#isOutage}; it may do so later. */
public final class DatabaseAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseAway(SQLException failure) {
        super(failure.getMessage(), failure);
    }
}
