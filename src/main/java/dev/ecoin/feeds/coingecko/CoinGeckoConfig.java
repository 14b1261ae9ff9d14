package dev.ecoin.feeds.coingecko;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.HttpAddress;
import dev.ecoin.feeds.CallConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** CoinGecko's API. */
@ConfigMapping(prefix = "ecoin.coingecko")
public interface CoinGeckoConfig extends CallConfig {

    /**
     * CoinGecko's plan: {@code public} (no key), {@code demo} or {@code pro}. It sets host, key header, rate, and
     * days shown.
     */
    @WithDefault("public")
    Plan plan();

    /** Base address including {@code /api/v3}; the default is the plan's. */
    @WithConverter(HttpAddress.class)
    Optional<URI> url();

    /** API key of the plans {@code demo} and {@code pro}. It is a secret: set it in the environment only. */
    Optional<String> key();

    /** Header that carries the key; the default is the plan's. */
    Optional<String> keyHeader();

    /**
     * Maximum number of calls in any minute; by default 10 (public), 30 (demo) or 250 (pro). Calls are evenly spaced.
     */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> callsPerMinute();

    /**
     * Maximum number of calls in a calendar month (UTC), counted in the database; by default 10000 (demo) or no
     * limit.
     */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> callsPerMonth();

    /** Days of history that the plan shows; by default 365 (public and demo) or all (pro). */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> historyDays();
}
