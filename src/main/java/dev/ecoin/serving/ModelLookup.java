package dev.ecoin.serving;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.UnknownCoin;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.StoredModel;
import dev.ecoin.training.TrainingRunRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the model to forecast with, or reports why there is none. */
@ApplicationScoped
public class ModelLookup {

    private static final int IDS_SHOWN = 20;
    private static final int EARLIEST_YEAR = 2000;

    private final ModelCache cache;
    private final ModelRepository models;
    private final TrainingRunRepository trainings;
    private final NoModelYet noModelYet;

    ModelLookup(ModelCache cache, ModelRepository models, TrainingRunRepository trainings, NoModelYet noModelYet) {
        this.cache = cache;
        this.models = models;
        this.trainings = trainings;
        this.noModelYet = noModelYet;
    }

    /** The coin's active model; fails with status 404 if there is none. */
    public Uni<StoredModel> active(String coin) {
        return cache.active(coin)
                .flatMap(model -> model.isPresent() ? Uni.createFrom().item(model.get()) : noModel(coin));
    }

    /**
     * A model in the coin's history, or the active one if null; fails with status 404 if there is none.
     *
     * @param id as given by the caller
     */
    Uni<StoredModel> active(String coin, String id) {
        return active(coin).flatMap(active -> {
            if (id == null || id.equals(Long.toString(active.id()))) {
                return Uni.createFrom().item(active);
            }
            return Parameters.id(id)
                    .map(number -> models.find(coin, number))
                    .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                    .flatMap(model -> model.isPresent() ? Uni.createFrom().item(model.get()) : noModel(coin, id));
        });
    }

    /** The model that last served from an origin, in the state that did; fails with status 404 if there is none. */
    Uni<StoredModel> servedFrom(String coin, LocalDate origin) {
        return active(coin)
                // Nothing was served from a future day, which may also exceed the range of the database's dates.
                .flatMap(active -> origin.isAfter(active.origin()) || origin.getYear() < EARLIEST_YEAR
                        ? Uni.createFrom().item(Optional.<StoredModel>empty())
                        : models.servedFrom(coin, origin))
                .flatMap(model -> model.isPresent() ? Uni.createFrom().item(model.get()) : notServedFrom(coin, origin));
    }

    private <T> Uni<T> notServedFrom(String coin, LocalDate origin) {
        return models.servedOrigins(coin, IDS_SHOWN).map(origins -> {
            throw ProblemException.notFound(
                    "as_of",
                    origin.toString(),
                    "The coin '" + coin + "' was not served from " + origin + ", or that state is not kept any more",
                    origins.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        });
    }

    private <T> Uni<T> noModel(String coin) {
        return trainings.outlook(coin).flatMap(outlook -> models.served(UnknownCoin.NEEDED)
                .map(served -> {
                    throw ProblemException.notFound(
                            "coin",
                            coin,
                            outlook.map(known -> noModelYet.detail(coin, known))
                                    .orElse("There is no coin '" + coin + "' here"),
                            UnknownCoin.valid(served));
                }));
    }

    private <T> Uni<T> noModel(String coin, String id) {
        return models.newestIds(coin, IDS_SHOWN).map(ids -> {
            throw ProblemException.notFound(
                    "model",
                    id,
                    "The coin '" + coin + "' has no model '" + id + "'",
                    ids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        });
    }
}
