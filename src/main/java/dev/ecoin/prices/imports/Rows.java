package dev.ecoin.prices.imports;

import java.io.IOException;
import java.util.List;

/** An iterator over the rows of a table. */
interface Rows {

    /**
     * @param line number of its first line
     * @param cells without surrounding spaces, unless quoted
     * @param fault why the row has no cells, null if it has
     */
    record Row(long line, List<String> cells, String fault) {

        static Row of(long line, List<String> cells) {
            return new Row(line, cells, null);
        }

        static Row faulty(long line, String fault) {
            return new Row(line, List.of(), fault);
        }
    }

    /** The next row, or null at the end. */
    Row next() throws IOException;

    /** The original text of a cell, without the prefix that keeps spreadsheets from running it as a formula. */
    default String text(String cell) {
        return cell;
    }
}
