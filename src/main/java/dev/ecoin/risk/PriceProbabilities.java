package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.serving.ServedModel;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.LocalDate;

/** How likely prices are above, below or between bounds on a date. */
@Singleton
public final class PriceProbabilities {

    private static final String RETURN_ABOVE = "return_above";
    private static final String RETURN_BELOW = "return_below";

    private final PricedModels models;
    private final ServingConfig config;
    private final Currency currency;

    PriceProbabilities(PricedModels models, ServingConfig config, Currency currency) {
        this.models = models;
        this.config = config;
        this.currency = currency;
    }

    /**
     * The probability on one day, from the distribution that the forecast's limits are cut from. A bound is null for none.
     *
     * @param date ISO 8601
     * @param above price as a plain decimal number; likewise below
     * @param returnAbove percent of the last price; likewise returnBelow; excludes prices
     * @return made on the worker pool; fails with status 404 if the coin is unknown or has no model
     * @throws ProblemException with status 400 or 422 for parameters that are wrong
     */
    public Uni<PriceProbability> find(
            String coin, String date, String above, String below, String returnAbove, String returnBelow) {
        var day = Parameters.requiredDate("date", date);
        var bounds = Bounds.read(above, below, returnAbove, returnBelow);
        return models.active(coin)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(start -> probability(start.model(), day, bounds.asPrices(start.lastPrice()), start.lastPrice()));
    }

    private PriceProbability probability(StoredModel model, LocalDate date, Bounds bounds, double lastPrice) {
        var days = ForecastDays.ahead("date", model.origin(), date, config.maxHorizon());
        var distribution = model.fitted().distribution(days);
        return new PriceProbability(
                model.coin(),
                currency,
                ServedModel.of(model),
                date,
                days,
                PriceDigits.round(lastPrice),
                PriceDigits.round(distribution.quantile(0.5)),
                bounds.above(),
                bounds.below(),
                Chances.probability(distribution, bounds.above(), bounds.below()));
    }

    /** Bounds of a price or of a return in percent; null for none. */
    private record Bounds(BigDecimal above, BigDecimal below, boolean ofReturn) {

        static Bounds read(String above, String below, String returnAbove, String returnBelow) {
            var ofReturn = returnAbove != null || returnBelow != null;
            if (ofReturn && (above != null || below != null)) {
                throw ProblemException.badRequest(
                        above != null ? "above" : "below",
                        above != null ? above : below,
                        "Prices and returns exclude each other",
                        "above and below, or " + RETURN_ABOVE + " and " + RETURN_BELOW);
            }
            var bounds = ofReturn
                    ? new Bounds(percent(RETURN_ABOVE, returnAbove), percent(RETURN_BELOW, returnBelow), true)
                    : new Bounds(price("above", above), price("below", below), false);
            bounds.requireRange(ofReturn ? RETURN_ABOVE : "above");
            return bounds;
        }

        private static BigDecimal price(String name, String value) {
            return value == null ? null : Parameters.price(name, value);
        }

        private static BigDecimal percent(String name, String value) {
            return value == null
                    ? null
                    : Parameters.decimal(
                            name, value, Chances.RETURN_DECIMALS, Chances.TOTAL_LOSS, Chances.MOST_PERCENT, null);
        }

        private void requireRange(String lower) {
            if (above == null && below == null) {
                throw ProblemException.badRequest(
                        lower,
                        null,
                        "No bound is given",
                        "above=100000, below=50000 or both, or " + RETURN_ABOVE + "=10 and the like");
            }
            if (above != null && below != null && above.compareTo(below) >= 0) {
                throw ProblemException.unprocessable(
                        lower,
                        above.toPlainString(),
                        "Nothing is above " + above.toPlainString() + " and below " + below.toPlainString(),
                        "a number below " + below.toPlainString());
            }
        }

        /** The same as prices. */
        Bounds asPrices(double lastPrice) {
            return ofReturn ? new Bounds(asPrices(above, lastPrice), asPrices(below, lastPrice), false) : this;
        }

        private static BigDecimal asPrices(BigDecimal percent, double lastPrice) {
            return percent == null ? null : Chances.price(percent, lastPrice);
        }
    }
}
