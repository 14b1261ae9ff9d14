package dev.ecoin.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Result of a query.
 *
 * @param columns names, in order
 * @param rows values in the order of the columns: String, LocalDate, Boolean, Integer, Long, BigDecimal or null
 */
public record Table(List<String> columns, List<List<Object>> rows) {

    /** The table with only the first {@code count} rows. */
    Table first(int count) {
        return rows.size() <= count ? this : new Table(columns, rows.subList(0, count));
    }

    /** The table with a constant column appended. */
    Table with(String column, Object value) {
        return new Table(
                append(columns, column),
                rows.stream().map(row -> append(row, value)).toList());
    }

    private static <T> List<T> append(List<T> values, T value) {
        var longer = new ArrayList<>(values);
        longer.add(value);
        return longer;
    }

    /** The rows as maps by column name. */
    List<Map<String, Object>> named() {
        return rows.stream().map(this::named).toList();
    }

    private Map<String, Object> named(List<Object> row) {
        var values = new LinkedHashMap<String, Object>();
        for (int i = 0; i < row.size(); i++) {
            values.put(columns.get(i), row.get(i));
        }
        return values;
    }
}
