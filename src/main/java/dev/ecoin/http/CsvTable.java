package dev.ecoin.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A small table as CSV (RFC 4180, UTF-8): plain decimals, null as an empty field. A text that a spreadsheet would run
 * as a formula gets an apostrophe as prefix (OWASP, CSV injection); numbers are unchanged, including negative ones.
 */
public final class CsvTable {

    /**
     * Matches leading apostrophes too, so that the prefix can be removed from any text. The last four are full-width
     * forms.
     */
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]");

    private CsvTable() {}

    /**
     * @param rows each with one value per column of the header
     */
    public static byte[] of(List<String> header, Stream<Stream<?>> rows) {
        var bytes = new ByteArrayOutputStream();
        try (var csv = printer(bytes)) {
            csv.printRecord(header);
            csv.printRecords(rows.map(row -> row.map(CsvTable::cell).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Prints rows of {@link #cell}s one by one, for tables too large for memory. */
    public static CSVPrinter printer(OutputStream out) throws IOException {
        return CSVFormat.RFC4180.print(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** The value to print. */
    public static Object cell(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof String text && isFormula(text) ? "'" + text : value;
    }

    /** The original text of a {@link #cell}. */
    public static String text(String cell) {
        return cell.startsWith("'") && isFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean isFormula(String text) {
        return FORMULA.matcher(text).lookingAt();
    }
}
