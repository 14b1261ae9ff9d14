package dev.ecoin.coingecko;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How to talk to CoinGecko. */
@ConfigMapping(prefix = "ecoin.coingecko")
public interface CoinGeckoConfig {

    /** {@code public} (no key), {@code demo} or {@code pro}. */
    @WithDefault("public")
    Plan plan();

    /** Base address including {@code /api/v3}; the plan's by default. */
    Optional<URI> url();

    /** The API key. Set it in the environment (ECOIN_COINGECKO_KEY) only: it is a secret. */
    Optional<String> key();

    /** Calls allowed in any minute; the plan's by default. */
    OptionalInt callsPerMinute();

    /** A longer pause asked for by CoinGecko ends the run; the next one goes on where it stopped. */
    @WithDefault("3m")
    Duration longestPause();
}
