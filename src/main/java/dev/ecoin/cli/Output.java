package dev.ecoin.cli;

import dev.ecoin.cli.Shell.OutputException;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.commons.io.output.WriterOutputStream;

/** The destination of a command's rows. */
final class Output {

    private Output() {}

    /** Writes rows. */
    interface Rows<T> {

        T write(OutputStream out) throws IOException;
    }

    /** Writes to the command's standard output; fails at the first part that cannot be written. */
    static <T> T toStandardOutput(PrintWriter printer, Rows<T> rows) throws IOException {
        var checked = new FilterWriter(printer) {
            @Override
            public void flush() throws IOException {
                if (printer.checkError()) {
                    throw new OutputException();
                }
            }
        };
        try (var out = WriterOutputStream.builder()
                .setWriter(checked)
                .setCharset("UTF-8")
                .get()) {
            return rows.write(out);
        }
    }

    /** Writes to a temporary file and renames it when complete, so that readers never see a partial file. */
    static <T> T toFile(String file, Rows<T> rows) throws IOException {
        var part = Utf8.path(file + ".part");
        try {
            T result;
            try (var out = Files.newOutputStream(part)) {
                result = rows.write(out);
            }
            Files.move(part, Utf8.path(file), StandardCopyOption.REPLACE_EXISTING);
            return result;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
