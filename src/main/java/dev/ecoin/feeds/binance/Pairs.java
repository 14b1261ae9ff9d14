package dev.ecoin.feeds.binance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The used parts of the body of {@code exchangeInfo}. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record Pairs(List<Pair> symbols) {

    /** @param symbol such as BTCUSDT */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Pair(String symbol, String baseAsset, String quoteAsset) {}

    Pairs {
        if (symbols == null) {
            throw new IllegalArgumentException("has no array 'symbols'");
        }
        symbols = symbols.stream()
                .filter(pair ->
                        pair != null && pair.symbol != null && pair.baseAsset != null && pair.quoteAsset != null)
                .toList();
    }

    Set<String> names() {
        return symbols.stream().map(Pair::symbol).collect(Collectors.toSet());
    }

    Optional<String> of(String base, String quote) {
        return symbols.stream()
                .filter(pair -> pair.baseAsset.equalsIgnoreCase(base) && pair.quoteAsset.equalsIgnoreCase(quote))
                .map(Pair::symbol)
                .findFirst();
    }

    boolean haveQuote(String quote) {
        return symbols.stream().anyMatch(pair -> pair.quoteAsset.equalsIgnoreCase(quote));
    }
}
