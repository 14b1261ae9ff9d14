package dev.ecoin.database;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of either driver, for queries that jobs and requests share; with the reactive one it is {@code row::get}. */
@FunctionalInterface
public interface Columns {

    <T> T get(Class<T> type, String name);

    /** Wraps a JDBC row. */
    static Columns of(ResultSet row) {
        return new Jdbc(row);
    }

    /** Used by {@link #of} only. */
    record Jdbc(ResultSet row) implements Columns {

        @Override
        public <T> T get(Class<T> type, String name) {
            try {
                if (!type.isArray()) {
                    return row.getObject(name, type);
                }
                var array = row.getArray(name);
                return array == null ? null : type.cast(array.getArray());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
