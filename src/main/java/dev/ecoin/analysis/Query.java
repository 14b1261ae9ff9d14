package dev.ecoin.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * A query whose rows belong to coins and days, before any selection.
 *
 * @param sql has a column {@code coin} and sorts by it
 * @param firstDay SQL expression for the first day that a row covers; null if each row covers all days
 * @param lastDay SQL expression for the last day that a row covers
 */
record Query(String sql, String firstDay, String lastDay) {

    private static final String OF_PRICES_IN_RANGE = """
            WITH daily_price AS NOT MATERIALIZED (
                SELECT * FROM daily_price WHERE %s
            )
            """;

    /** SQL and the values of its parameters from $1 on. */
    record Statement(String sql, List<Object> values) {}

    /**
     * Selects rows of the given coins and range: rows that cover a day of the range or, if each row covers all days,
     * rows computed from the prices in it. PostgreSQL pushes the coin condition down to the tables, because the queries
     * work per coin; other coins are not read.
     */
    Statement select(Selection selection) {
        var conditions = new Conditions();
        var view = "";
        if (firstDay == null) {
            var onPrices = new Conditions(conditions.values);
            onPrices.range("day", "day", selection);
            view = onPrices.isEmpty() ? "" : OF_PRICES_IN_RANGE.formatted(onPrices.all());
        } else {
            conditions.range(firstDay, lastDay, selection);
        }
        if (!selection.coins().isEmpty()) {
            conditions.add("coin = ANY (%s)", (Object) selection.coins().toArray(String[]::new));
        }
        return new Statement(select(view, conditions), conditions.values);
    }

    /**
     * A page of the rows of {@link #select}.
     *
     * @param dayColumn column that identifies a row together with the coin, null if the coin alone does
     * @param after the row before the page, null for the first page
     * @param rows maximum number of rows
     */
    Statement page(Selection selection, String dayColumn, Position after, int rows) {
        var all = select(selection);
        var conditions = new Conditions(new ArrayList<>(all.values()));
        if (after != null && dayColumn == null) {
            conditions.add("coin > %s", after.coin());
        } else if (after != null) {
            // Implied by the second condition, but PostgreSQL can push this one down to the tables.
            conditions.add("coin >= %s", after.coin());
            conditions.add("(coin, " + dayColumn + ") > (%s, %s)", after.coin(), after.day());
        }
        var order = dayColumn == null ? " ORDER BY coin" : " ORDER BY coin, " + dayColumn;
        var sql = "SELECT * FROM (" + all.sql() + ") AS selected"
                + (conditions.isEmpty() ? "" : " WHERE " + conditions.all()) + order + " LIMIT "
                + conditions.parameter(rows);
        return new Statement(sql, conditions.values);
    }

    private String select(String view, Conditions conditions) {
        return view + "SELECT * FROM (\n" + sql + "\n) AS analysis"
                + (conditions.isEmpty() ? "" : "\nWHERE " + conditions.all());
    }

    private static final class Conditions {

        private final List<Object> values;
        private final List<String> conditions = new ArrayList<>();

        Conditions() {
            this(new ArrayList<>());
        }

        Conditions(List<Object> values) {
            this.values = values;
        }

        void range(String first, String last, Selection selection) {
            if (selection.range().from() != null) {
                add(last + " >= %s", selection.range().from());
            }
            if (selection.range().to() != null) {
                add(first + " <= %s", selection.range().to());
            }
        }

        void add(String condition, Object... bound) {
            var parameters = new ArrayList<String>();
            for (var value : bound) {
                parameters.add(parameter(value));
            }
            conditions.add(condition.formatted(parameters.toArray()));
        }

        String parameter(Object value) {
            values.add(value);
            return "$" + values.size();
        }

        boolean isEmpty() {
            return conditions.isEmpty();
        }

        String all() {
            return String.join(" AND ", conditions);
        }
    }
}
