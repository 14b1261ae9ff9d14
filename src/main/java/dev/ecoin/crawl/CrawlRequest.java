package dev.ecoin.crawl;

import dev.ecoin.runs.RunRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Days to fetch; a crawl fetches only the missing ones among them.
 *
 * @param coins ids of existing coins; empty means all active ones
 * @param from first day; null means {@code ecoin.crawl.from} or the first day that the plan shows
 * @param to last day; null means yesterday
 */
public record CrawlRequest(List<String> coins, LocalDate from, LocalDate to, CrawlMode mode) {

    /** The kind of runs that crawl. */
    public static final String KIND = "crawl";

    private static final String MODE = "mode";
    private static final String COINS = "coins";
    private static final String FROM = "from";
    private static final String TO = "to";

    public CrawlRequest {
        coins = coins.stream().distinct().toList();
    }

    /** All days of all coins. */
    public static CrawlRequest everything() {
        return new CrawlRequest(List.of(), null, null, CrawlMode.RANGE);
    }

    /** Reads the output of {@link #run}. */
    static CrawlRequest of(JsonObject options) {
        return new CrawlRequest(
                options.getJsonArray(COINS, new JsonArray()).stream()
                        .map(String.class::cast)
                        .toList(),
                day(options.getString(FROM)),
                day(options.getString(TO)),
                CrawlMode.of(options.getString(MODE)));
    }

    private static LocalDate day(String day) {
        return day == null ? null : LocalDate.parse(day);
    }

    /** @param by name of the requester */
    public RunRequest run(String by) {
        var options = new JsonObject().put(MODE, mode.label());
        if (!coins.isEmpty()) {
            options.put(COINS, new JsonArray(coins.stream().distinct().sorted().toList()));
        }
        Optional.ofNullable(from).ifPresent(day -> options.put(FROM, day.toString()));
        Optional.ofNullable(to).ifPresent(day -> options.put(TO, day.toString()));
        return RunRequest.of(KIND, options.encode(), by);
    }

    boolean isEverything() {
        return equals(everything());
    }
}
