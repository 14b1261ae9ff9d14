package dev.ecoin.serving;

import dev.ecoin.http.RequestPatience;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.training.ModelRepository;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Asks the database, and tells which coins have a model. A coin without one is no reason to take the service out of rotation: the others
 * serve, and this one answers 404 with the reason.
 */
@Readiness
@ApplicationScoped
class ModelsReadiness implements AsyncHealthCheck {

    private final RequestPatience patience;
    private final CoinRepository coins;
    private final ModelRepository models;

    ModelsReadiness(RequestPatience patience, CoinRepository coins, ModelRepository models) {
        this.patience = patience;
        this.coins = coins;
        this.models = models;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return patience.bound(coins.allIds().flatMap(ids -> models.origins().map(origins -> {
                    var response = HealthCheckResponse.named("Models").up();
                    ids.forEach(coin -> response.withData(
                            coin,
                            origins.containsKey(coin)
                                    ? "model up to " + origins.get(coin)
                                    : "no model yet: forecasts answer 404 until it is trained"));
                    return response.build();
                })))
                .onFailure()
                .recoverWithItem(e -> HealthCheckResponse.named("Models")
                        .down()
                        .withData("error", "the database cannot be asked: " + e)
                        .build());
    }
}
