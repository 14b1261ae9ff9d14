package dev.ecoin.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.http.RenderedAnswer;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.Representation;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.training.StoredModel;
import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/**
 * Renders forecasts and caches their bytes until the memory is needed for others. A cache key contains the request, the
 * model state and the day, so cached answers never become outdated.
 */
@ApplicationScoped
@Unremovable
public class Forecasts {

    private final ServingConfig config;
    private final Currency currency;
    private final Clock clock;
    private final Rendering rendering;
    private final Cache<Key, RenderedAnswer> kept;

    Forecasts(ServingConfig config, Currency currency, Clock clock, Rendering rendering) {
        this.config = config;
        this.currency = currency;
        this.clock = clock;
        this.rendering = rendering;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(config.keptAnswers().asLongValue())
                .weigher((Key key, RenderedAnswer answer) -> KEY_BYTES + answer.body().length)
                .build();
    }

    /** Approximate size of a cache entry without the answer. */
    private static final int KEY_BYTES = 500;

    /**
     * A request.
     *
     * @param representation of the forecast with limits; null for prices by date
     * @param levels null for prices by date
     * @param today determines the notes; null for prices by date
     */
    private record Key(
            Version version, Representation representation, int steps, List<BigDecimal> levels, LocalDate today) {}

    /** The forecasting state, and the one that it replaces if any; both are immutable. */
    private record Version(long model, long state, StoredModel.PassedOver passedOver) {

        static Version of(StoredModel model) {
            return new Version(model.id(), model.state(), model.passedOver());
        }
    }

    /** Prices by date as JSON. */
    Uni<RenderedAnswer> prices(StoredModel model, int steps) {
        return keptOr(new Key(Version.of(model), null, steps, null, null), () -> renderPrices(model, steps));
    }

    /** Prices with limits, and in JSON with where they come from. */
    public Uni<RenderedAnswer> rich(
            StoredModel model, ForecastOptions options, int steps, Representation representation) {
        return rich(model, options, steps, representation, LocalDate.now(clock));
    }

    /** Prices with limits as of a day, because the forecast of a past origin was current when it was served. */
    Uni<RenderedAnswer> rich(
            StoredModel model, ForecastOptions options, int steps, Representation representation, LocalDate today) {
        return keptOr(
                new Key(Version.of(model), representation, steps, options.levels(), today),
                () -> RenderedAnswer.of(body(model, options, steps, representation, today), representation));
    }

    /** Renders immediately, without caching. */
    public byte[] now(StoredModel model, ForecastOptions options, int steps, Representation representation) {
        return body(model, options, steps, representation, LocalDate.now(clock));
    }

    private byte[] body(
            StoredModel model, ForecastOptions options, int steps, Representation representation, LocalDate today) {
        var forecast = rich(model, options, steps, today);
        return representation == Representation.CSV ? ForecastCsv.of(forecast) : rendering.json(forecast);
    }

    /** Plain-English notes on a forecast. */
    public List<String> notes(StoredModel model, Forecast forecast) {
        return ForecastNotes.of(model, currency, forecast, LocalDate.now(clock), config.staleAfter());
    }

    /** Renders on a worker, because a thousand days with limits take milliseconds. */
    private Uni<RenderedAnswer> keptOr(Key key, Supplier<RenderedAnswer> render) {
        var answer = kept.getIfPresent(key);
        return answer != null
                ? Uni.createFrom().item(answer)
                : Uni.createFrom()
                        .item(() -> kept.get(key, asked -> render.get()))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private RenderedAnswer renderPrices(StoredModel model, int steps) {
        var forecast = model.fitted().forecast(steps);
        var prices = new LinkedHashMap<LocalDate, BigDecimal>();
        for (int step = 0; step < steps; step++) {
            prices.put(forecast.day(step), PriceDigits.round(forecast.median(step)));
        }
        return RenderedAnswer.of(rendering.json(prices), Representation.JSON);
    }

    private RichForecast rich(StoredModel model, ForecastOptions options, int steps, LocalDate today) {
        var forecast = model.fitted().forecast(steps, options.coverage());
        return RichForecast.of(
                model,
                currency,
                options,
                forecast,
                ForecastNotes.of(model, currency, forecast, today, config.staleAfter()));
    }
}
