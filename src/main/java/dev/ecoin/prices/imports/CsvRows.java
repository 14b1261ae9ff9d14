package dev.ecoin.prices.imports;

import dev.ecoin.http.CsvTable;
import dev.ecoin.prices.imports.Lines.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads CSV (RFC 4180) with any separator. A stray quote invalidates its own line only, not the following ones. */
final class CsvRows implements Rows {

    /** In the order of detection. */
    static final char[] SEPARATORS = {',', ';', '\t', '|'};

    private static final String COMMENT = "#";

    private final Lines lines;
    private final CSVFormat format;

    CsvRows(Lines lines, char separator) {
        this.lines = lines;
        this.format = format(separator);
    }

    /** The cells of a line; empty if its quotes are unbalanced. */
    static Optional<List<String>> cells(String line, char separator) {
        return parse(line, format(separator));
    }

    @Override
    public Row next() throws IOException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank() && !line.text().startsWith(COMMENT)) {
                return row(line);
            }
        }
        return null;
    }

    @Override
    public String text(String cell) {
        return CsvTable.text(cell);
    }

    private Row row(Line line) throws IOException {
        if (line.isOverlong()) {
            return Row.faulty(line.number(), "the line is longer than " + Lines.LONGEST + " characters");
        }
        return (endsInQuotes(line.text()) ? overSeveralLines(line) : parse(line.text(), format))
                .map(cells -> Row.of(line.number(), cells))
                .orElseGet(() -> Row.faulty(line.number(), "its quotes do not match"));
    }

    /** The record up to the line that closes its quotes; the first line alone if no line does. */
    private Optional<List<String>> overSeveralLines(Line first) throws IOException {
        var text = new StringBuilder(first.text());
        var others = new ArrayList<Line>();
        var isOpen = true;
        while (isOpen) {
            var line = lines.next();
            if (line == null) {
                break;
            }
            others.add(line);
            text.append('\n').append(line.text());
            if (text.length() > Lines.LONGEST) {
                break;
            }
            isOpen ^= endsInQuotes(line.text());
        }
        var whole = isOpen ? Optional.<List<String>>empty() : parse(text.toString(), format);
        if (whole.isEmpty()) {
            lines.putBack(others);
            return parse(first.text(), format);
        }
        return whole;
    }

    private static boolean endsInQuotes(String text) {
        return text.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    private static CSVFormat format(char separator) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreSurroundingSpaces(true)
                .get();
    }

    private static Optional<List<String>> parse(String text, CSVFormat format) {
        try (var parser = CSVParser.parse(text, format)) {
            return Optional.of(
                    parser.stream().findFirst().map(CSVRecord::toList).orElse(List.of()));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
