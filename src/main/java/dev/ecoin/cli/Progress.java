package dev.ecoin.cli;

import java.io.PrintWriter;

/** Shows how far a job is: a bar that grows on a terminal, nothing in between elsewhere, where lines are kept. */
final class Progress {

    private static final int WIDTH = 40;

    private final PrintWriter out;
    private final boolean terminal;
    private int shown = -1;

    Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Java has a console where both its input and its output are a terminal. */
    static Progress to(PrintWriter out) {
        return new Progress(out, System.console() != null);
    }

    /** Shows that so many days of all are done; more than all count as all. */
    void show(int days, int all) {
        var done = Math.max(0, Math.min(days, all));
        if (terminal && all > 0 && done != shown) {
            shown = done;
            var filled = (int) ((long) WIDTH * done / all);
            out.printf("\r[%s%s] %d/%d days", "#".repeat(filled), ".".repeat(WIDTH - filled), done, all);
            out.flush();
        }
    }

    /** Writes a line, below which the bar goes on. */
    void line(String text) {
        if (terminal && shown >= 0) {
            out.print("\r\033[K");
        }
        out.println(text);
        shown = -1;
    }
}
