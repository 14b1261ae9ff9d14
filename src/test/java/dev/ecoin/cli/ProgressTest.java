package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    /** A call that covers a gap also replaces samples, so more days are stored than were missing. */
    @ParameterizedTest
    @CsvSource({"0,4,0", "1,4,10", "4,4,40", "364,314,40", "-1,4,0", "2147483647,2147483647,40"})
    void theBarIsNeitherShorterThanNothingNorLongerThanAll(int done, int all, int filled) {
        var terminal = new StringWriter();

        progress(terminal, terminal, true, () -> 0).show(done, all);

        var bar = terminal.toString();
        assertEquals(filled, bar.chars().filter(mark -> mark == '#').count(), bar);
        assertEquals(40 - filled, bar.chars().filter(mark -> mark == '.').count(), bar);
    }

    @Test
    void theRateAndTheTimeLeftAreShown() {
        var terminal = new StringWriter();
        var nanos = new AtomicLong();
        var progress = progress(terminal, terminal, true, nanos::get);

        nanos.set(Duration.ofSeconds(20).toNanos());
        progress.show(100, 1000);
        nanos.set(Duration.ofSeconds(1000).toNanos());
        progress.show(150, 1000);

        assertTrue(terminal.toString().contains("] 100/1000 days, 5.00/s, 3:00 left"), terminal.toString());
        assertTrue(terminal.toString().contains("] 150/1000 days, 0.15/s, 1:34:27 left"), terminal.toString());
    }

    @Test
    void withoutATerminalALineComesEveryHalfMinute() {
        var out = new StringWriter();
        var err = new StringWriter();
        var nanos = new AtomicLong();
        var progress = progress(out, err, false, nanos::get);

        for (int day = 1; day <= 80; day++) {
            nanos.set(Duration.ofSeconds(day).toNanos());
            progress.show(day, 80);
        }
        progress.line("done");

        assertEquals(
                "30/80 days, 1.00/s, 0:50 left\n60/80 days, 1.00/s, 0:20 left\n",
                err.toString().replace(System.lineSeparator(), "\n"));
        assertEquals("done", out.toString().strip());
    }

    private static Progress progress(StringWriter out, StringWriter err, boolean isTerminal, LongSupplier nanos) {
        return new Progress(new PrintWriter(out, true), new PrintWriter(err, true), "days", isTerminal, nanos);
    }
}
