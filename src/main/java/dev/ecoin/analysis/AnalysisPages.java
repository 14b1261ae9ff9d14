package dev.ecoin.analysis;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.RequestTimeout;
import dev.ecoin.prices.CoinRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The analyses, a page at a time. */
@Singleton
public final class AnalysisPages {

    private final AnalysisRepository analyses;
    private final CoinRepository coins;
    private final Currency currency;
    private final RequestTimeout timeout;

    AnalysisPages(AnalysisRepository analyses, CoinRepository coins, Currency currency, RequestTimeout timeout) {
        this.analyses = analyses;
        this.coins = coins;
        this.currency = currency;
        this.timeout = timeout;
    }

    /**
     * Rows of an analysis, by coin and day.
     *
     * @param analysis its label
     * @param coin ids with commas between them, null for all coins
     * @param from first day, ISO 8601; null for no bound
     * @param to last day, ISO 8601; null for no bound
     * @param rows how many at the most
     * @param after the row before the page, as {@link AnalysisPage#last} has it; null for the first page
     * @return on the worker pool, within {@code ecoin.analysis.patience}; fails with status 404 for an unknown coin
     * @throws dev.ecoin.http.ProblemException with status 400, 404 or 422 for parameters that are wrong
     */
    public Uni<AnalysisPage> find(String analysis, String coin, String from, String to, int rows, String after) {
        var wanted = Analysis.of(analysis);
        var selection = Selection.parse(coin, from, to);
        var position = Position.parse(after, wanted);
        return timeout.bound(coins.requirePresent(selection.coins()))
                // One row more than asked for tells whether there is a next page.
                .chain(() -> analyses.page(wanted, selection, position, rows + 1))
                .map(table -> {
                    var page = table.first(rows);
                    return new AnalysisPage(wanted, currency, page, page != table);
                });
    }
}
