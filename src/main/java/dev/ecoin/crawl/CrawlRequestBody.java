package dev.ecoin.crawl;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.UnknownCoin;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /crawls}. */
@Schema(name = "CrawlRequest")
record CrawlRequestBody(
        @Schema(description = "CoinGecko's ids; all coins if left out", examples = "[\"bitcoin\"]")
        List<String> coins,

        @Schema(
                description = "First day (UTC); ecoin.crawl.from or the first one that the plan shows if left out",
                implementation = LocalDate.class,
                examples = "2026-01-01")
        String from,

        @Schema(
                description = "Last day (UTC); yesterday if left out",
                implementation = LocalDate.class,
                examples = "2026-01-31")
        String to,

        @Schema(description = "range if left out") CrawlMode mode) {

    /** Requests all missing days of all coins. */
    static final CrawlRequestBody EMPTY = new CrawlRequestBody(null, null, null, null);

    /**
     * The request; an invalid field throws a {@link ProblemException} that names it. {@link #unknown} reports unknown
     * coins.
     */
    CrawlRequest request(LocalDate yesterday) {
        var first = Parameters.optionalDate("from", from);
        var last = Parameters.optionalDate("to", to);
        if (last != null && last.isAfter(yesterday)) {
            throw ProblemException.unprocessable(
                    "to", to, "The day " + to + " is not over", "a date up to " + yesterday);
        }
        var end = last == null ? yesterday : last;
        if (first != null && first.isAfter(end)) {
            throw ProblemException.unprocessable(
                    "from", from, "The day " + from + " is after " + end, "a date up to " + end);
        }
        return new CrawlRequest(distinct(), first, last, mode == null ? CrawlMode.RANGE : mode);
    }

    private List<String> distinct() {
        if (coins == null) {
            return List.of();
        }
        if (coins.isEmpty() || coins.contains(null)) {
            throw ProblemException.badRequest(
                    "coins",
                    coins.toString(),
                    "The field 'coins' is not a list of coins",
                    "a list of ids such as [\"bitcoin\"], or none for all coins");
        }
        return coins.stream().distinct().toList();
    }

    /**
     * @param known the first ids of stored coins
     */
    static ProblemException unknown(String coin, List<String> known) {
        return ProblemException.unprocessable(
                "coins", coin, "There is no coin '" + coin + "' here", UnknownCoin.valid(known));
    }
}
