package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    /** A call between holes also replaces samples: then more days are stored than were missing. */
    @ParameterizedTest
    @CsvSource({"0,4,0", "1,4,10", "4,4,40", "364,314,40", "-1,4,0", "2147483647,2147483647,40"})
    void theBarIsNeitherShorterThanNothingNorLongerThanAll(int done, int all, int filled) {
        var terminal = new StringWriter();

        new Progress(new PrintWriter(terminal), true).show(done, all);

        var bar = terminal.toString();
        assertEquals(filled, bar.chars().filter(mark -> mark == '#').count(), bar);
        assertEquals(40 - filled, bar.chars().filter(mark -> mark == '.').count(), bar);
    }
}
