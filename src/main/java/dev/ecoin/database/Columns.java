package dev.ecoin.database;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of either way to the database, for what both jobs and requests read: of the reactive one it is {@code row::get}. */
@FunctionalInterface
public interface Columns {

    <T> T get(Class<T> type, String name);

    /** A row that JDBC has read. */
    static Columns of(ResultSet row) {
        return new Jdbc(row);
    }

    /** Not for others. */
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
