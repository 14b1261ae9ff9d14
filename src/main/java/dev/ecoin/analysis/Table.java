package dev.ecoin.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a query.
 *
 * @param columns names, in order
 * @param rows values in the order of the columns: String, LocalDate, Boolean, Integer, Long, BigDecimal or null
 */
public record Table(List<String> columns, List<List<Object>> rows) {

    /** The same without the rows from the given one on. */
    Table first(int count) {
        return rows.size() <= count ? this : new Table(columns, rows.subList(0, count));
    }

    /** The same with a column at the end that has one value. */
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

    /** The rows with each value under its column's name. */
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
