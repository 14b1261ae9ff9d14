package dev.ecoin.crawl;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * The missing days of a coin.
 *
 * @param windows the days without an exact price or, in mode history, without a document; ascending
 * @param byFeed for each feed in their order, those among the days that it may have
 * @param gaps whether a day before the last wanted one, which the first feed may have, has no price at all
 * @param lastUnpriced whether the last wanted day has no price at all
 */
record MissingDays(String coin, List<Window> windows, List<List<Window>> byFeed, boolean gaps, boolean lastUnpriced) {

    /** @param byFeed at least one day */
    MissingDays(String coin, List<List<Window>> byFeed, boolean gaps, boolean lastUnpriced) {
        this(coin, Window.union(byFeed), byFeed, gaps, lastUnpriced);
    }

    Stream<LocalDate> days() {
        return windows.stream().flatMap(Window::days);
    }

    LocalDate first() {
        return windows.get(0).from();
    }

    LocalDate last() {
        return windows.get(windows.size() - 1).to();
    }

    /** Whether the first feed may have some of the days. */
    boolean isOfFirstFeed() {
        return !byFeed.get(0).isEmpty();
    }

    MissingDays lastOnly() {
        return new MissingDays(coin, List.of(List.of(new Window(last(), last()))), false, lastUnpriced);
    }
}
