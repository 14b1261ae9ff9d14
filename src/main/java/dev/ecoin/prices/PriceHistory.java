package dev.ecoin.prices;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A coin's stored prices, ascending by day. */
@RegisterForReflection
record PriceHistory(
        @Schema(examples = "bitcoin") String coin,
        @Schema(examples = "usd") String currency,
        List<StoredPrice> prices) {

    static PriceHistory inUsd(String coin, List<StoredPrice> prices) {
        return new PriceHistory(coin, "usd", prices);
    }
}
