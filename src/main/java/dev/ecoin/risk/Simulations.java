package dev.ecoin.risk;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecoin.http.RenderedAnswer;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.Representation;
import dev.ecoin.http.SlowAnswers;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.UnknownCoin;
import dev.ecoin.serving.ModelLookup;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Answers requests from simulated price paths on a few threads of its own, so that forecasts are served meanwhile.
 * Answers are cached, because the same request with the same model states has the same answer. The analysis of the
 * coins' histories is cached too, for other requests about the same coins.
 */
@ApplicationScoped
class Simulations {

    /** Number of coins whose histories are cached, each about 100 kB. */
    private static final int KEPT_COINS = 100;

    /** Approximate size of a cache entry without the answer. */
    private static final int KEY_BYTES = 500;

    private final ModelLookup models;
    private final PriceRepository prices;
    private final Rendering rendering;
    private final SlowAnswers threads;
    private final AsyncCache<Key, RenderedAnswer> answers;
    private final AsyncCache<List<Version>, SimulatedCoins> coins;

    Simulations(ModelLookup models, PriceRepository prices, Rendering rendering, RiskConfig config) {
        this.models = models;
        this.prices = prices;
        this.rendering = rendering;
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new SlowAnswers("simulation", count, "simulations", Duration.ofSeconds(5));
        answers = Caffeine.newBuilder()
                .maximumWeight(config.keptAnswers().asLongValue())
                .weigher((Key key, RenderedAnswer answer) -> KEY_BYTES + answer.body().length)
                .buildAsync();
        coins = Caffeine.newBuilder()
                .maximumWeight(KEPT_COINS)
                .weigher((List<Version> key, SimulatedCoins simulated) -> key.size())
                .buildAsync();
    }

    @PreDestroy
    void stop() {
        threads.stop();
    }

    /** A state of a model, which is immutable. */
    private record Version(String coin, long model, long state) {

        static Version of(StoredModel model) {
            return new Version(model.coin(), model.id(), model.state());
        }
    }

    /**
     * @param question a record of everything the answer depends on, apart from the states
     */
    private record Key(List<Version> versions, Object question) {}

    /**
     * The answer to a question about coins, as JSON.
     *
     * @param ids of the coins; their order matters
     * @param question compared by {@code equals}
     * @param answer computes the answer; may be slow
     */
    Uni<RenderedAnswer> answer(List<String> ids, Object question, Function<SimulatedCoins, ?> answer) {
        return models(ids)
                .flatMap(found -> {
                    var versions = found.stream().map(Version::of).toList();
                    return Uni.createFrom()
                            .completionStage(() ->
                                    answers.get(new Key(versions, question), (key, executor) -> simulatedCoins(found)
                                            .emitOn(threads.threads())
                                            .map(simulated -> RenderedAnswer.of(
                                                    rendering.json(answer.apply(simulated)), Representation.JSON))
                                            .subscribeAsCompletionStage()));
                })
                .plug(threads::unlessFull);
    }

    /** Coins prepared for simulation, in the order of their ids. */
    Uni<SimulatedCoins> simulated(List<String> ids) {
        return models(ids).flatMap(this::simulatedCoins).plug(threads::unlessFull);
    }

    private Uni<List<StoredModel>> models(List<String> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(models::active)
                .collect()
                .asList();
    }

    private Uni<SimulatedCoins> simulatedCoins(List<StoredModel> found) {
        var versions = found.stream().map(Version::of).toList();
        return Uni.createFrom()
                .completionStage(() -> coins.get(versions, (key, executor) -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(model -> prices.series(model.coin())
                                .map(series -> series.orElseThrow(() -> UnknownCoin.withoutPrices(model.coin()))))
                        .collect()
                        .asList()
                        .emitOn(threads.threads())
                        .map(histories -> SimulatedCoins.of(found, histories))
                        .subscribeAsCompletionStage()));
    }
}
