package dev.ecoin.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prints aligned tables: numbers to the right, everything else to the left. The first rows determine the widths. */
final class TextTable {

    private static final String GAP = "  ";

    private final PrintWriter out;
    private List<Column> columns;

    TextTable(PrintWriter out) {
        this.out = out;
    }

    private record Column(int width, boolean isNumeric) {

        static Column of(String name, Stream<?> values) {
            var all = values.toList();
            return new Column(
                    Stream.concat(Stream.of(name), all.stream())
                            .mapToInt(value -> text(value).length())
                            .max()
                            .orElseThrow(),
                    all.stream().anyMatch(Number.class::isInstance));
        }

        String padded(Object value) {
            var text = text(value);
            var padding = " ".repeat(Math.max(0, width - text.length()));
            return isNumeric ? padding + text : text + padding;
        }
    }

    /** Prints rows, the first time with the header above; null is an empty cell. */
    void print(List<String> header, List<? extends List<?>> rows) {
        if (columns == null) {
            columns = IntStream.range(0, header.size())
                    .mapToObj(i -> Column.of(header.get(i), rows.stream().map(row -> row.get(i))))
                    .toList();
            out.println(line(header));
        }
        rows.forEach(row -> out.println(line(row)));
    }

    private String line(List<?> row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> columns.get(i).padded(row.get(i)))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String text(Object value) {
        return value == null ? "" : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
