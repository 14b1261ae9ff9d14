package dev.ecoin.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/** A small table as CSV (RFC 4180, UTF-8): plain decimals, null as an empty field. */
public final class CsvTable {

    private CsvTable() {}

    /** @param rows each with a value for every column of the header */
    public static byte[] of(List<String> header, Stream<Stream<?>> rows) {
        var text = new StringBuilder();
        try (var csv = CSVFormat.RFC4180.print(text)) {
            csv.printRecord(header);
            csv.printRecords(rows.map(row -> row.map(CsvTable::plain).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Object plain(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value;
    }
}
