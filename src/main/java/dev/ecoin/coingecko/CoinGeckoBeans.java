package dev.ecoin.coingecko;

import io.quarkus.arc.DefaultBean;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The parts of the client that are built rather than written. */
final class CoinGeckoBeans {

    // CoinGecko's CDN blocks clients that do not say who they are (error 1020).
    private static final String USER_AGENT = "ecoin-forecaster";

    @Produces
    @Singleton
    CoinGeckoApi api(CoinGeckoConfig config) {
        var plan = config.plan();
        var builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url().orElse(URI.create(plan.url)))
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(30, TimeUnit.SECONDS)
                .userAgent(USER_AGENT)
                // Error bodies are read by Answer.
                .property("microprofile.rest.client.disable.default.mapper", true);
        if (plan.keyHeader != null) {
            var key = config.key()
                    .orElseThrow(() -> new IllegalStateException(
                            "ecoin.coingecko.plan is " + plan + ": set ECOIN_COINGECKO_KEY in the environment."));
            builder.register(
                    (ClientRequestFilter) request -> request.getHeaders().putSingle(plan.keyHeader, key));
        }
        return builder.build(CoinGeckoApi.class);
    }

    @Produces
    @Singleton
    @DefaultBean
    Waiter waiter(Clock clock) {
        return instant -> {
            var wait = Duration.between(clock.instant(), instant);
            if (!wait.isNegative()) {
                Thread.sleep(wait.toMillis() + 1);
            }
        };
    }
}
