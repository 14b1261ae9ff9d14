package dev.ecoin.accuracy;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.DateRange;
import dev.ecoin.prices.CoinRepository;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.List;

/** How good the forecasts of coins turned out. */
@Singleton
public final class AccuracyReports {

    private final AccuracyRepository forecasts;
    private final TouchRepository touches;
    private final CoinRepository coins;
    private final Currency currency;

    AccuracyReports(AccuracyRepository forecasts, TouchRepository touches, CoinRepository coins, Currency currency) {
        this.forecasts = forecasts;
        this.touches = touches;
        this.coins = coins;
        this.currency = currency;
    }

    private record Scored(List<ServedForecast> forecasts, TouchScores touches) {}

    /**
     * The scores of a coin's forecasts; fails with status 404 if the coin is unknown.
     *
     * @param range of the days forecast
     * @return made on the worker pool
     */
    public Uni<AccuracyReport> find(String coin, DateRange range) {
        return coins.requirePresent(coin)
                .chain(() -> touches.scores(coin, range))
                .chain(scores -> forecasts.scored(coin).map(scored -> new Scored(scored, scores)))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(scored -> AccuracyReport.of(coin, currency, scored.forecasts, range, scored.touches));
    }
}
