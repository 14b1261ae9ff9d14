package dev.ecoin.crawl;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Days to fetch with one call, both ends included. */
record Window(LocalDate from, LocalDate to) {

    Window {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("A window ends on or after its first day, but is " + from + " to " + to);
        }
    }

    int days() {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to)) + 1;
    }

    /** The days from {@code from} to {@code to} in windows of at most {@code longest} days; none if they are in order. */
    static List<Window> cut(LocalDate from, LocalDate to, int longest) {
        var windows = new ArrayList<Window>();
        for (var start = from; !start.isAfter(to); start = start.plusDays(longest)) {
            var end = start.plusDays(longest - 1L);
            windows.add(new Window(start, end.isAfter(to) ? to : end));
        }
        return windows;
    }
}
