package dev.ecoin.prices;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** The coins with the range of their prices and their active model. */
@Singleton
public final class CoinStatuses {

    private final CoinRepository coins;
    private final ActiveModels models;
    private final Clock clock;

    CoinStatuses(CoinRepository coins, ActiveModels models, Clock clock) {
        this.coins = coins;
        this.models = models;
        this.clock = clock;
    }

    /**
     * Coins by id; of a search exact matches first.
     *
     * @param search part of the id, the symbol or the name; null for all coins
     * @param state null for any
     * @param limit most coins, null for no bound
     * @return made on the worker pool
     */
    public Uni<CoinStatus.All> find(String search, CoinState state, Integer limit) {
        return coins.find(search, state, limit).flatMap(found -> models.activeModels(
                        found.stream().map(Coin::id).toList())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(active -> CoinStatus.All.of(found, active, today())));
    }

    /** One coin; fails with status 404 if it is unknown. */
    Uni<CoinStatus> find(String id) {
        return Uni.combine()
                .all()
                .unis(coins.find(id), models.activeModels(List.of(id)))
                .with((found, active) -> found.map(coin -> CoinStatus.of(coin, active.get(id), today())))
                .flatMap(found -> found.map(coin -> Uni.createFrom().item(coin)).orElseGet(() -> coins.unknown(id)));
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
