package dev.ecoin.serving;

import dev.ecoin.http.RequestTimeout;
import dev.ecoin.prices.CoinRemoved;
import dev.ecoin.training.ActivationChannel;
import dev.ecoin.training.ActiveModelChanged;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.StoredModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The active models in memory, so that a forecast needs no query. A model is cached until the database notifies of
 * another active one, and only while notifications arrive: without the {@link ActivationChannel} every request loads
 * its model. Changes by this process are also told directly, because a notification may arrive slightly after the answer
 * to the change.
 *
 * <p>A load enters the map before its query starts, and the notification of an activation removes it at any stage. So
 * every entry was read after the last notified activation.
 */
@ApplicationScoped
class ModelCache implements ActivationChannel.Listener {

    private final Function<String, Uni<Optional<StoredModel>>> database;
    private final ConcurrentMap<String, Uni<Optional<StoredModel>>> loads = new ConcurrentHashMap<>();
    private final Counter loaded;
    private volatile boolean trusted;

    @Inject
    ModelCache(ModelRepository models, RequestTimeout timeout, MeterRegistry metrics) {
        // Later requests must not wait for a load that the database never answers.
        this(coin -> timeout.bound(models.active(coin)), metrics);
    }

    ModelCache(Function<String, Uni<Optional<StoredModel>>> database, MeterRegistry metrics) {
        this.database = database;
        this.loaded = Counter.builder("ecoin.serving.models.loaded")
                .description("Active models read from the database, because they were not kept")
                .register(metrics);
        metrics.gauge("ecoin.serving.activations.heard", this, cache -> cache.trusted ? 1 : 0);
        metrics.gaugeMapSize("ecoin.serving.models.kept", List.of(), loads);
    }

    /** Commands skip this: they need each model once, and then exit. */
    void start(
            @Observes StartupEvent event,
            ActivationChannel channel,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean isService) {
        if (isService) {
            channel.listen(this);
        }
    }

    void changedHere(@Observes ActiveModelChanged change) {
        activated(change.coin());
    }

    void removedHere(@Observes CoinRemoved removal) {
        activated(removal.coin());
    }

    /** The coin's active model; empty if it has none. */
    Uni<Optional<StoredModel>> active(String coin) {
        if (!trusted) {
            return load(coin);
        }
        var kept = loads.get(coin);
        return kept == null ? loads.computeIfAbsent(coin, this::loadOnce) : kept;
    }

    /** Only models are cached, because the number of unknown coins is unlimited. */
    private Uni<Optional<StoredModel>> loadOnce(String coin) {
        var itself = new AtomicReference<Uni<Optional<StoredModel>>>();
        itself.set(load(coin)
                .onItemOrFailure()
                .invoke((model, failure) -> {
                    if (failure != null || model.isEmpty()) {
                        loads.remove(coin, itself.get());
                    }
                })
                .memoize()
                .indefinitely());
        return itself.get();
    }

    private Uni<Optional<StoredModel>> load(String coin) {
        return database.apply(coin).invoke(() -> loaded.increment());
    }

    @Override
    public void connected() {
        loads.clear();
        trusted = true;
    }

    @Override
    public void activated(String coin) {
        loads.remove(coin);
    }

    @Override
    public void activatedAll() {
        loads.clear();
    }

    @Override
    public void disconnected() {
        trusted = false;
        loads.clear();
    }
}
