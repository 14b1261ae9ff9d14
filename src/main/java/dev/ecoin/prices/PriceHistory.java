package dev.ecoin.prices;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.CsvTable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A coin's stored prices, ascending by day. */
@RegisterForReflection
public record PriceHistory(@Schema(examples = "bitcoin") String coin, Currency currency, List<StoredPrice> prices) {

    /** With the columns that {@link dev.ecoin.prices.imports.PriceImport} reads. */
    byte[] csv() {
        return CsvTable.of(
                List.of("coin", "date", "price", "market_cap", "volume", "source", "currency"),
                prices.stream()
                        .map(price -> Stream.of(
                                coin,
                                price.day(),
                                price.price(),
                                price.marketCap(),
                                price.volume(),
                                price.source().label(),
                                currency.code())));
    }
}
