package dev.ecoin.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** Answers each series of a partition while iterating over its rows, with one series in memory at a time. */
final class PerSeries implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final boolean dated;
    private final int longest;
    private final Function<Series, Row> answer;
    private Row next;

    /**
     * @param rows sorted as in {@link SeriesRows}
     */
    PerSeries(Iterator<Row> rows, boolean dated, int longest, Function<Series, Row> answer) {
        this.rows = rows;
        this.dated = dated;
        this.longest = longest;
        this.answer = answer;
        next = read();
    }

    private Row read() {
        return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Row next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        var id = next.getString(SeriesRows.ID);
        var series = new SeriesAssembly(id, dated, longest);
        do {
            series.add(next);
            next = read();
        } while (next != null && Objects.equals(id, next.getString(SeriesRows.ID)));
        return answer.apply(series.series());
    }
}
