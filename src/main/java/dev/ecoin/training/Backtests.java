package dev.ecoin.training;

import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.CoinRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The stored backtests of active models. */
@Singleton
public final class Backtests {

    private final ModelHistoryRepository history;
    private final CoinRepository coins;

    Backtests(ModelHistoryRepository history, CoinRepository coins) {
        this.history = history;
        this.coins = coins;
    }

    /** The newest one of a coin's active model, a JSON object; fails with status 404 if there is none. */
    public Uni<String> newest(String coin) {
        return coins.requirePresent(coin)
                .flatMap(present -> history.backtest(coin))
                .map(backtest -> backtest.orElseThrow(() -> ProblemException.notFound(
                        "coin",
                        coin,
                        "The active model of '" + coin + "' has no backtest",
                        "a coin with a model that POST /coins/" + coin + "/backtest has measured")));
    }
}
