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
 * Makes forecasts and keeps them as bytes, each until room is needed for others. A kept answer is the answer to the
 * same question to the same state of the same model on the same day, so it is never outdated.
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

    /** About what an entry takes beside the answer itself. */
    private static final int KEY_BYTES = 500;

    /**
     * A question.
     *
     * @param representation of the forecast with limits; null for prices by date
     * @param levels null for prices by date
     * @param today on which the notes depend; null for prices by date
     */
    private record Key(
            Version version, Representation representation, int steps, List<BigDecimal> levels, LocalDate today) {}

    /** What forecasts, and in whose place: neither ever changes. */
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
    Uni<RenderedAnswer> rich(StoredModel model, ForecastOptions options, int steps, Representation representation) {
        return rich(model, options, steps, representation, LocalDate.now(clock));
    }

    /** The same as of a day: the forecast of a past origin was not old when it was served. */
    Uni<RenderedAnswer> rich(
            StoredModel model, ForecastOptions options, int steps, Representation representation, LocalDate today) {
        return keptOr(
                new Key(Version.of(model), representation, steps, options.levels(), today),
                () -> RenderedAnswer.of(body(model, options, steps, representation, today), representation));
    }

    /** The same at once, and not kept. */
    public byte[] now(StoredModel model, ForecastOptions options, int steps, Representation representation) {
        return body(model, options, steps, representation, LocalDate.now(clock));
    }

    private byte[] body(
            StoredModel model, ForecastOptions options, int steps, Representation representation, LocalDate today) {
        var forecast = rich(model, options, steps, today);
        return representation == Representation.CSV ? ForecastCsv.of(forecast) : rendering.json(forecast);
    }

    /** Notes on a forecast in plain language. */
    public List<String> notes(StoredModel model, Forecast forecast) {
        return ForecastNotes.of(model, currency, forecast, LocalDate.now(clock), config.staleAfter());
    }

    /** A thousand days with their limits take milliseconds, which are not the event loop's. */
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
