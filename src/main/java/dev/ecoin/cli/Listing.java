package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.http.CsvTable;
import dev.ecoin.http.Rendering;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command prints a list. */
final class Listing {

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (the default), csv or json.")
    private Format format = Format.TABLE;

    enum Format {
        TABLE,
        CSV,
        JSON
    }

    /** @param answer the same as the service answers it */
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
