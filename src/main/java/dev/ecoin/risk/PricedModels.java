package dev.ecoin.risk;

import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.serving.ModelLookup;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Active models with the price that returns are counted from. */
@Singleton
final class PricedModels {

    private final ModelLookup models;
    private final PriceRepository prices;

    PricedModels(ModelLookup models, PriceRepository prices) {
        this.models = models;
        this.prices = prices;
    }

    /** @param lastPrice on the day of the model's last observation */
    record PricedModel(StoredModel model, double lastPrice) {}

    /** A coin's active model; fails with status 404 if there is none, 503 if the price is no longer stored. */
    Uni<PricedModel> active(String coin) {
        return models.active(coin).flatMap(model -> prices.price(coin, model.origin())
                .map(price -> new PricedModel(
                        model,
                        price.orElseThrow(() -> ProblemException.unavailable("The price of " + model.origin()
                                + ", the day of the model's last observation, is no longer stored;"
                                + " the next training replaces the model.")))));
    }
}
