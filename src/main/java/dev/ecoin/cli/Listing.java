package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.http.CsvTable;
import dev.ecoin.http.Rendering;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Option;

/** Output format of commands that print a list. */
final class Listing {

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (the default), csv or json.")
    private Format format = Format.TABLE;

    enum Format {
        TABLE,
        CSV,
        JSON
    }

    boolean isTable() {
        return format == Format.TABLE;
    }

    /**
     * @param answer the service's answer with the same content, for JSON
     */
    void print(List<String> header, List<? extends List<?>> rows, Object answer, PrintWriter out) {
        switch (format) {
            case TABLE -> new TextTable(out).print(header, rows);
            case CSV -> print(CsvTable.of(header, rows.stream().map(List::stream)), out);
            case JSON -> print(part(Rendering.class).json(answer), out);
        }
    }

    private static void print(byte[] text, PrintWriter out) {
        out.println(new String(text, StandardCharsets.UTF_8).stripTrailing());
    }
}
