package dev.ecoin.prices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/** The lines of a text, ended by LF, CR or CRLF; of an overlong one only the beginning is kept in memory. */
final class Lines {

    static final int LONGEST = 10_000;

    private final BufferedReader reader;
    private long number;
    private boolean afterCarriageReturn;

    Lines(Reader reader) {
        this.reader = new BufferedReader(reader);
    }

    /** The next line, of at most {@link #LONGEST} + 1 characters, or null at the end. */
    String next() throws IOException {
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
        number++;
        return line.toString();
    }

    /** Number of the line read last, from 1. */
    long number() {
        return number;
    }
}
