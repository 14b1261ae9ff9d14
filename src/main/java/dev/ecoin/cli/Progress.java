package dev.ecoin.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows the progress of long work with its rate and the time left, on standard error: a bar on a terminal, otherwise a
 * line every half minute.
 */
final class Progress {

    private static final int WIDTH = 40;
    private static final long BETWEEN_BARS = Duration.ofMillis(100).toNanos();
    private static final long BETWEEN_LINES = Duration.ofSeconds(30).toNanos();
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;

    private final PrintWriter out;
    private final PrintWriter err;
    private final String unit;
    private final boolean isTerminal;
    private final LongSupplier nanos;
    private final long begun;
    private long shownAt;
    private long shown = -1;

    /**
     * @param out receives lines
     * @param err receives the progress
     * @param unit what is counted, such as days
     * @param nanos time in nanoseconds, like {@link System#nanoTime}
     */
    Progress(PrintWriter out, PrintWriter err, String unit, boolean isTerminal, LongSupplier nanos) {
        this.out = out;
        this.err = err;
        this.unit = unit;
        this.isTerminal = isTerminal;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.shownAt = begun;
    }

    /** Java has a console only if both standard input and output are a terminal. */
    static Progress to(PrintWriter out, PrintWriter err, String unit) {
        return new Progress(out, err, unit, System.console() != null, System::nanoTime);
    }

    /** Shows a count; counts beyond the total are capped. */
    synchronized void show(long count, long all) {
        var done = Math.max(0, Math.min(count, all));
        var now = nanos.getAsLong();
        var isDue =
                isTerminal ? shown < 0 || done == all || now - shownAt >= BETWEEN_BARS : now - shownAt >= BETWEEN_LINES;
        if (all <= 0 || done == shown || !isDue) {
            return;
        }
        shown = done;
        shownAt = now;
        var state = "%d/%d %s%s".formatted(done, all, unit, pace(done, all, (now - begun) / NANOS_PER_SECOND));
        if (isTerminal) {
            var filled = (int) (WIDTH * (double) done / all);
            err.print("\r[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + state + "\033[K");
            err.flush();
        } else {
            err.println(state);
        }
    }

    private static String pace(long done, long all, double seconds) {
        if (done == 0 || seconds < 1) {
            return "";
        }
        var rate = done / seconds;
        return String.format(Locale.ROOT, rate < 10 ? ", %.2f/s" : ", %.0f/s", rate)
                + (done < all ? ", " + time(Math.round((all - done) / rate)) + " left" : "");
    }

    /** Formats a duration such as 1:02:03 or 2:03. */
    private static String time(long seconds) {
        var minutes = seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE;
        return seconds < SECONDS_PER_HOUR
                ? "%d:%02d".formatted(minutes, seconds % SECONDS_PER_MINUTE)
                : "%d:%02d:%02d".formatted(seconds / SECONDS_PER_HOUR, minutes, seconds % SECONDS_PER_MINUTE);
    }

    /** Prints a line above the bar. */
    synchronized void line(String text) {
        clear();
        out.println(text);
    }

    /** Removes the bar. */
    synchronized void clear() {
        if (isTerminal && shown >= 0) {
            err.print("\r\033[K");
            err.flush();
            shown = -1;
        }
    }
}
