package dev.ecoin.prices.imports;

import dev.ecoin.logging.ControlCharacters;
import dev.ecoin.prices.imports.Lines.Line;
import dev.ecoin.prices.imports.Rows.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table in a known format: its layout and its rows, of which the first ones are buffered. */
final class Table {

    /** Maximum number of lines above a header, such as titles and comments. */
    private static final int MOST_LINES_ABOVE = 30;

    private static final int SAMPLE = 200;

    private static final String VALID =
            "a first line that names the columns, such as coin,date,price,market_cap,volume;"
                    + " docs/import.md lists the formats";

    private final Layout layout;
    private final char separator;
    private final Unit unit;
    private final Rows rows;
    private final List<Row> sample;
    private final int columns;

    /** Number of unnamed cells before the first column, such as R's row names. */
    private final int before;

    /** Number of trailing separators. */
    private final int behind;

    private IOException breakOff;
    private int served;

    private Table(Layout layout, char separator, Rows rows, Unit unit) {
        this.layout = layout;
        this.unit = unit;
        this.separator = separator;
        this.rows = rows;
        sample = new ArrayList<>();
        try {
            for (var row = rows.next(); row != null; row = rows.next()) {
                sample.add(row);
                if (sample.size() == SAMPLE) {
                    break;
                }
            }
        } catch (IOException e) {
            breakOff = e;
        }
        var whole = wholeRows().map(Row::cells).toList();
        columns = layout.header() != null
                ? layout.header().names().size()
                : whole.get(0).size();
        before = haveNames(whole) ? 1 : 0;
        behind = before == 0 && !whole.isEmpty() && areBlank(whole.get(0), columns)
                ? Math.max(0, whole.get(0).size() - columns)
                : 0;
    }

    /**
     * Finds the first line that is a header, or a row of a format without header.
     *
     * @param unit currency of the stored prices
     */
    static Table recognise(Lines lines, Unit unit) throws IOException, NoPricesException {
        var above = new ArrayList<Line>();
        for (var line = lines.next(); line != null && above.size() < MOST_LINES_ABOVE; line = lines.next()) {
            if (line.isBlank()) {
                continue;
            }
            if (above.isEmpty() && JsonRows.areIn(line.text())) {
                return json(lines, line, unit);
            }
            var text = line.text().replaceFirst("^\\s*#\\s*", "");
            for (var separator : CsvRows.SEPARATORS) {
                var layout =
                        CsvRows.cells(text, separator).flatMap(cells -> PriceFormats.layout(Header.of(cells), unit));
                if (layout.isPresent()) {
                    if (layout.get().header() == null) {
                        lines.putBack(List.of(line));
                    }
                    return new Table(layout.get(), separator, new CsvRows(lines, separator), unit);
                }
            }
            above.add(line);
        }
        throw unknown(above);
    }

    private static Table json(Lines lines, Line first, Unit unit) throws NoPricesException {
        var rows = JsonRows.of(lines, first);
        var layout = PriceFormats.layout(Header.of(rows.names()), unit);
        if (layout.isEmpty()) {
            throw unknown(rows.names(), first.text());
        }
        return new Table(layout.get(), ',', rows, unit);
    }

    private static NoPricesException unknown(List<Line> lines) {
        if (lines.isEmpty()) {
            return NoPricesException.ofFile("The header is missing: the file is empty", VALID);
        }
        var text = lines.get(0).text();
        if (ControlCharacters.areIn(text.replace("\t", "").replace("\f", ""))) {
            return FileContent.binary("no text but binary");
        }
        if (text.stripLeading().startsWith("<")) {
            return FileContent.binary("a page (HTML) or XML");
        }
        if (text.stripLeading().startsWith("[")) {
            return FileContent.binary("a JSON array");
        }
        var header = lines.stream()
                .filter(line -> !line.text().startsWith("#"))
                .findFirst()
                .orElse(lines.get(0))
                .text();
        return unknown(
                Stream.of(',', ';', '\t', '|')
                        .map(separator -> CsvRows.cells(header, separator).orElse(List.of()))
                        .reduce(List.of(), (most, cells) -> cells.size() > most.size() ? cells : most),
                header);
    }

    private static NoPricesException unknown(List<String> names, String line) {
        var header = Header.of(names);
        var missing = new ArrayList<String>();
        if (header.column(PriceFormat.TIMES) == Header.ABSENT) {
            missing.add("a date");
        }
        missing.add("a price or close");
        return NoPricesException.ofFile(
                "The header lacks " + String.join(" and ", missing) + " (it is '" + RejectedException.excerpt(line)
                        + "')",
                VALID);
    }

    Layout layout() {
        return layout;
    }

    /** The buffered rows that have cells. */
    Stream<Row> wholeRows() {
        return sample.stream().filter(row -> row.fault() == null);
    }

    /** The next row, or null at the end. */
    Row next() throws IOException {
        if (served < sample.size()) {
            return sample.get(served++);
        }
        if (breakOff != null) {
            throw breakOff;
        }
        return rows.next();
    }

    String text(String cell) {
        return rows.text(cell);
    }

    /** The cells of a row, one per column. */
    List<String> cells(Row row) throws RejectedException {
        if (row.fault() != null) {
            throw new RejectedException(row.fault());
        }
        var cells = row.cells();
        if (cells.size() == before + columns || behind > 0 && cells.size() == columns && before == 0) {
            return cells.subList(before, cells.size());
        }
        if (behind > 0 && cells.size() == columns + behind && areBlank(cells, columns)) {
            return cells.subList(0, columns);
        }
        throw new RejectedException("has " + cells.size() + " columns, but the "
                + (layout.header() == null ? "first line " : "header ") + (before + columns));
    }

    /** The number format of the amounts, detected from the first rows. */
    Numbers numbers() {
        return Numbers.of(
                wholeRows().flatMap(row -> IntStream.of(
                                layout.price().column(),
                                layout.marketCap().column(),
                                layout.volume().column())
                        .filter(column ->
                                column >= 0 && before + column < row.cells().size())
                        .mapToObj(column -> row.cells().get(before + column))),
                separator);
    }

    /** Whether the row is a header of any format, as from an appended file. */
    boolean isHeader(Row row) {
        return row.fault() == null
                && PriceFormats.layout(Header.of(row.cells()), unit)
                        .filter(found -> found.header() != null)
                        .isPresent();
    }

    /** Whether the row repeats this table's header. */
    boolean isItsHeader(Row row) {
        return layout.header() != null && row.cells().equals(layout.header().names());
    }

    private boolean haveNames(List<List<String>> rows) {
        if (rows.isEmpty() || !rows.stream().allMatch(cells -> cells.size() == columns + 1)) {
            return false;
        }
        var names = new HashMap<String, Integer>();
        rows.forEach(cells -> names.merge(cells.get(0), 1, Integer::sum));
        return names.size() == rows.size()
                && rows.stream().anyMatch(cells -> !cells.get(columns).isBlank());
    }

    private static boolean areBlank(List<String> cells, int from) {
        return cells.stream().skip(from).allMatch(String::isBlank);
    }
}
