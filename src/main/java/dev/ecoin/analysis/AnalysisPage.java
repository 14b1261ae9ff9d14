package dev.ecoin.analysis;

import dev.ecoin.configuration.Currency;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A page of an analysis.
 *
 * @param table its rows
 * @param hasNext whether there are more
 */
public record AnalysisPage(Analysis analysis, Currency currency, Table table, boolean hasNext) {

    /** The rows with each value under its column's name. */
    public List<Map<String, Object>> rows() {
        return table.named();
    }

    /** The place of the last row, which asks for the next page as {@code after}. */
    public String last() {
        var last = table.rows().get(table.rows().size() - 1);
        var day = analysis.dayColumn()
                .map(column -> (LocalDate) last.get(table.columns().indexOf(column)))
                .orElse(null);
        return new Position((String) last.get(table.columns().indexOf("coin")), day).toString();
    }
}
