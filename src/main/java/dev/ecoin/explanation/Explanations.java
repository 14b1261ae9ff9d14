package dev.ecoin.explanation;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.DateRange;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.UnknownCoin;
import dev.ecoin.serving.ModelLookup;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.function.BiFunction;

/** Explains coins' prices and forecasts by their active models. */
@Singleton
public final class Explanations {

    private static final int DEFAULT_DAYS = 365;
    private static final int DEFAULT_HORIZON = 30;

    /** Ten years; an answer of so many days has about 1.5 MB. */
    private static final int MOST_DAYS = 3_660;

    private final ModelLookup models;
    private final PriceRepository prices;
    private final Currency currency;

    Explanations(ModelLookup models, PriceRepository prices, Currency currency) {
        this.models = models;
        this.prices = prices;
        this.currency = currency;
    }

    private record Start(StoredModel model, DailySeries series) {}

    /**
     * The components of a coin's prices and forecast.
     *
     * @param from first day of the history, ISO 8601; null for 365 days up to the last one
     * @param to last day of the history, ISO 8601; null for the last one stored
     * @param horizon days of the forecast; null for 30
     * @return made on the worker pool
     * @throws ProblemException with status 400 or 422 for parameters that are wrong
     */
    public Uni<Explanation> explain(String coin, String from, String to, String horizon) {
        var range = DateRange.parse(from, to);
        var steps = Parameters.integer("horizon", horizon, 0, Explainer.LONGEST_HORIZON, DEFAULT_HORIZON);
        return of(coin, (model, series) -> {
            // An end before the first price shows nothing, however far before it is.
            var last = later(earlier(range.to(), series.end()), series.start().minusDays(1));
            var first = later(range.from() == null ? last.minusDays(DEFAULT_DAYS - 1L) : range.from(), series.start());
            requireBounded(first, last);
            return Explainer.explain(model, currency, series, first, last, steps);
        });
    }

    /** Works on a coin's model and prices, which takes tens of milliseconds and is not the event loop's. */
    <T> Uni<T> of(String coin, BiFunction<StoredModel, DailySeries, T> work) {
        return models.active(coin)
                .flatMap(model -> prices.series(coin)
                        .map(series -> new Start(model, series.orElseThrow(() -> UnknownCoin.withoutPrices(coin)))))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(start -> work.apply(start.model(), start.series()));
    }

    private static void requireBounded(LocalDate from, LocalDate to) {
        var days = ChronoUnit.DAYS.between(from, to) + 1;
        if (days > MOST_DAYS) {
            throw ProblemException.unprocessable(
                    "from",
                    from.toString(),
                    "The range from " + from + " has " + days + " days, more than " + MOST_DAYS,
                    "a date from " + to.minusDays(MOST_DAYS - 1L));
        }
    }

    private static LocalDate earlier(LocalDate bound, LocalDate day) {
        return bound == null || bound.isAfter(day) ? day : bound;
    }

    private static LocalDate later(LocalDate bound, LocalDate day) {
        return bound.isBefore(day) ? day : bound;
    }
}
