package dev.ecoin.feeds.binance;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.util.concurrent.TimeUnit;

/** Produces the parts of the client that are built programmatically. */
final class BinanceBeans {

    @Produces
    @Singleton
    BinanceApi api(BinanceConfig config, UsedWeight weight) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url())
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .userAgent("ecoin-forecaster")
                // BinanceAnswers reads error bodies.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .register((ClientResponseFilter)
                        (request, response) -> weight.told(response.getHeaderString(UsedWeight.HEADER)))
                .build(BinanceApi.class);
    }
}
