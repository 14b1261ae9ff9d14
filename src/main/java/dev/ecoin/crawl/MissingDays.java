package dev.ecoin.crawl;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is missing of a coin.
 *
 * @param windows the days without an exact price or, in mode history, without a document; ascending
 * @param gaps whether a day before the last wanted one has no price at all
 * @param lastUnpriced whether the last wanted day has no price at all
 */
record MissingDays(String coin, List<Window> windows, boolean gaps, boolean lastUnpriced) {

    Stream<LocalDate> days() {
        return windows.stream().flatMap(Window::days);
    }

    LocalDate first() {
        return windows.get(0).from();
    }

    LocalDate last() {
        return windows.get(windows.size() - 1).to();
    }

    MissingDays lastOnly() {
        return new MissingDays(coin, List.of(new Window(last(), last())), false, lastUnpriced);
    }
}
