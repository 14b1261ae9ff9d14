package dev.ecoin.crawl;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Consecutive days, both ends included. */
record Window(LocalDate from, LocalDate to) {

    Window {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("A window ends on or after its first day, but is " + from + " to " + to);
        }
    }

    int length() {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to)) + 1;
    }

    boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    Stream<LocalDate> days() {
        return from.datesUntil(to.plusDays(1));
    }

    static int days(Collection<Window> windows) {
        return windows.stream().mapToInt(Window::length).sum();
    }

    /** The days of all of them, ascending and without a gap between windows. */
    static List<Window> union(List<List<Window>> windows) {
        return windows.size() == 1
                ? windows.get(0)
                : stretches(windows.stream()
                        .flatMap(List::stream)
                        .flatMap(Window::days)
                        .sorted()
                        .distinct()
                        .toList());
    }

    /** This window with {@code days} more days at either end, within the bounds. */
    Window extended(int days, LocalDate first, LocalDate last) {
        var earlier = from.minusDays(days);
        var later = to.plusDays(days);
        return new Window(
                earlier.isBefore(first) ? first : earlier, later.isAfter(last) && !to.isAfter(last) ? last : later);
    }

    /** The parts of the given windows within this one. */
    List<Window> cut(List<Window> others) {
        return others.stream()
                .filter(other -> !other.to().isBefore(from) && !other.from().isAfter(to))
                .map(other -> new Window(
                        other.from().isBefore(from) ? from : other.from(),
                        other.to().isAfter(to) ? to : other.to()))
                .toList();
    }

    /** Ascending days as windows without gaps. */
    static List<Window> stretches(List<LocalDate> days) {
        var windows = new ArrayList<Window>();
        for (var day : days) {
            var last = windows.size() - 1;
            if (last >= 0 && windows.get(last).to().plusDays(1).equals(day)) {
                windows.set(last, new Window(windows.get(last).from(), day));
            } else {
                windows.add(new Window(day, day));
            }
        }
        return windows;
    }

    /**
     * The fewest windows of at most {@code longest} days that cover all days of the given windows, which ascend. They
     * start and end on such a day; between and within them may be other days.
     */
    static List<Window> covering(List<Window> wanted, int longest) {
        var windows = new ArrayList<Window>();
        LocalDate from = null;
        LocalDate to = null;
        for (var window : wanted) {
            for (var start = window.from(); !start.isAfter(window.to()); ) {
                var last = from == null ? null : from.plusDays(longest - 1L);
                if (last == null || start.isAfter(last)) {
                    if (from != null) {
                        windows.add(new Window(from, to));
                    }
                    from = start;
                    last = start.plusDays(longest - 1L);
                }
                to = window.to().isAfter(last) ? last : window.to();
                start = to.plusDays(1);
            }
        }
        if (from != null) {
            windows.add(new Window(from, to));
        }
        return windows;
    }
}
