package dev.ecoin.feeds.coingecko;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecoin.configuration.Currency;
import dev.ecoin.feeds.DailyPoint;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * All data that CoinGecko has on a coin at 00:00 UTC of a day.
 *
 * @param point the day's price, market cap and volume from the document
 * @param json the document as received
 */
public record DayDocument(DailyPoint point, JsonNode json) {

    static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MM-uuuu");

    /** Empty if the document has no price, as before a coin's listing. */
    static Optional<DayDocument> of(String coin, LocalDate day, Currency currency, JsonNode document) {
        if (!coin.equals(document.path("id").asText())) {
            throw new IllegalArgumentException("is not a document of " + coin);
        }
        var market = document.path("market_data");
        return amount(market.path("current_price"), currency)
                .map(price -> new DailyPoint(
                        day,
                        price,
                        amount(market.path("market_cap"), currency).orElse(null),
                        amount(market.path("total_volume"), currency).orElse(null)))
                .map(point -> new DayDocument(point, document));
    }

    private static Optional<BigDecimal> amount(JsonNode amounts, Currency currency) {
        var amount = amounts.path(currency.code());
        if (amount.isMissingNode() || amount.isNull()) {
            return Optional.empty();
        }
        if (!amount.isNumber()) {
            throw new IllegalArgumentException("has no number, but " + amount);
        }
        return Optional.of(amount.decimalValue());
    }
}
