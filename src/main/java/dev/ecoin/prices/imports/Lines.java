package dev.ecoin.prices.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The lines of a text, separated by LF, CR or CRLF. Only the beginning of an overlong line is kept. */
final class Lines {

    static final int LONGEST = 10_000;

    private final BufferedReader reader;
    private final Deque<Line> putBack = new ArrayDeque<>();
    private long number;
    private boolean afterCarriageReturn;

    Lines(Reader reader) {
        this.reader = new BufferedReader(reader);
    }

    /**
     * @param number from 1
     */
    record Line(long number, String text) {

        boolean isOverlong() {
            return text.length() > LONGEST;
        }

        /** Whether the line is empty or has only separators, as spreadsheets leave them. */
        boolean isBlank() {
            return text.chars().allMatch(c -> Character.isWhitespace(c) || c == ',' || c == ';' || c == '|');
        }
    }

    /** The next line, of at most {@link #LONGEST} + 1 characters, or null at the end. */
    Line next() throws IOException {
        return putBack.isEmpty() ? read() : putBack.poll();
    }

    /** Pushes lines back, to be read again in this order. */
    void putBack(List<Line> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            putBack.push(lines.get(i));
        }
    }

    private Line read() throws IOException {
        var line = new StringBuilder();
        var c = reader.read();
        if (afterCarriageReturn && c == '\n') {
            c = reader.read();
        }
        afterCarriageReturn = false;
        if (c == -1) {
            return null;
        }
        for (; c != -1 && c != '\n' && c != '\r'; c = reader.read()) {
            if (line.length() <= LONGEST) {
                line.append((char) c);
            }
        }
        afterCarriageReturn = c == '\r';
        return new Line(++number, line.toString());
    }

    /** Number of the last line read from the file. */
    long number() {
        return number;
    }
}
