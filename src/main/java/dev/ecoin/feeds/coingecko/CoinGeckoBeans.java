package dev.ecoin.feeds.coingecko;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.concurrent.TimeUnit;

/** Produces the parts of the client that are built programmatically. */
final class CoinGeckoBeans {

    // CoinGecko's CDN blocks clients without a User-Agent (error 1020).
    private static final String USER_AGENT = "ecoin-forecaster";

    @Produces
    @Singleton
    Terms terms(CoinGeckoConfig config) {
        return Terms.of(config);
    }

    @Produces
    @Singleton
    CoinGeckoApi api(CoinGeckoConfig config, Terms terms) {
        var builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(terms.url())
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .userAgent(USER_AGENT)
                // Answer reads error bodies.
                .property("microprofile.rest.client.disable.default.mapper", true);
        if (terms.keyHeader() != null) {
            config.key()
                    .ifPresent(key -> builder.register((ClientRequestFilter)
                            request -> request.getHeaders().putSingle(terms.keyHeader(), key)));
        }
        return builder.build(CoinGeckoApi.class);
    }
}
