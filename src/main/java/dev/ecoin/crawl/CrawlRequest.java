package dev.ecoin.crawl;

import java.time.LocalDate;
import java.util.List;

/**
 * Which days to fetch; of these only what is missing is asked for.
 *
 * @param coins ids of coins that are there; empty means all that are crawled
 * @param from first day; null means {@code ecoin.crawl.from} or the first day that the plan shows
 * @param to last day; null means yesterday
 */
public record CrawlRequest(List<String> coins, LocalDate from, LocalDate to, CrawlMode mode) {

    public CrawlRequest {
        coins = List.copyOf(coins);
    }

    /** All days of all coins. */
    public static CrawlRequest everything() {
        return new CrawlRequest(List.of(), null, null, CrawlMode.RANGE);
    }

    boolean isEverything() {
        return equals(everything());
    }
}
