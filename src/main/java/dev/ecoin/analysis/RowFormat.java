package dev.ecoin.analysis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.ecoin.http.CsvTable;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.commons.csv.CSVPrinter;

/** Text formats for rows of typed values: ISO 8601 dates, plain decimals, UTF-8. */
public enum RowFormat {
    /** RFC 4180 with a header; values as in {@link CsvTable}, with text quoted where necessary. */
    CSV {
        @Override
        RowWriter writer(OutputStream out) throws IOException {
            return new CsvWriter(CsvTable.printer(out));
        }
    },
    /** One JSON object per line. */
    JSONL {
        @Override
        RowWriter writer(OutputStream out) throws IOException {
            return new JsonLinesWriter(JSON.createGenerator(out).setPrettyPrinter(new MinimalPrettyPrinter("\n")));
        }
    };

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** Extension of file names. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The caller closes the stream. */
    abstract RowWriter writer(OutputStream out) throws IOException;

    /** A whole table in memory. */
    byte[] bytes(Table table) {
        var bytes = new ByteArrayOutputStream();
        try (var writer = writer(bytes)) {
            writer.write(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the rows of one table, part by part. */
    interface RowWriter extends Flushable, Closeable {

        void write(Table part) throws IOException;
    }

    private static final class CsvWriter implements RowWriter {

        private final CSVPrinter printer;
        private boolean headed;

        CsvWriter(CSVPrinter printer) {
            this.printer = printer;
        }

        @Override
        public void write(Table part) throws IOException {
            if (!headed) {
                printer.printRecord(part.columns());
                headed = true;
            }
            for (var row : part.rows()) {
                for (var value : row) {
                    printer.print(CsvTable.cell(value));
                }
                printer.println();
            }
        }

        @Override
        public void flush() throws IOException {
            printer.flush();
        }

        @Override
        public void close() throws IOException {
            printer.flush();
        }
    }

    private static final class JsonLinesWriter implements RowWriter {

        private final JsonGenerator generator;
        private boolean begun;

        JsonLinesWriter(JsonGenerator generator) {
            this.generator = generator;
        }

        @Override
        public void write(Table part) throws IOException {
            for (var row : part.rows()) {
                generator.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    generator.writeFieldName(part.columns().get(i));
                    write(row.get(i));
                }
                generator.writeEndObject();
                begun = true;
            }
        }

        private void write(Object value) throws IOException {
            if (value instanceof BigDecimal number) {
                generator.writeNumber(number);
            } else if (value instanceof Number number) {
                generator.writeNumber(number.longValue());
            } else if (value instanceof Boolean flag) {
                generator.writeBoolean(flag);
            } else if (value == null) {
                generator.writeNull();
            } else {
                generator.writeString(value.toString());
            }
        }

        @Override
        public void flush() throws IOException {
            generator.flush();
        }

        @Override
        public void close() throws IOException {
            if (begun) {
                generator.writeRaw('\n');
            }
            generator.close();
        }
    }
}
