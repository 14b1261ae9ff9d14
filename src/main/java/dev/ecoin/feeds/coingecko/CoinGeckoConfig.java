package dev.ecoin.feeds.coingecko;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.HttpAddress;
import dev.ecoin.feeds.CallConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** How to talk to CoinGecko. */
@ConfigMapping(prefix = "ecoin.coingecko")
public interface CoinGeckoConfig extends CallConfig {

    /** {@code public} (no key), {@code demo} or {@code pro}. */
    @WithDefault("public")
    Plan plan();

    /** Base address including {@code /api/v3}; the plan's by default. */
    @WithConverter(HttpAddress.class)
    Optional<URI> url();

    /** The API key. Set it in the environment (ECOIN_COINGECKO_KEY) only: it is a secret. */
    Optional<String> key();

    /** The header that carries the key; the plan's by default. */
    Optional<String> keyHeader();

    /** Calls allowed in any minute; the plan's by default. */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> callsPerMinute();

    /** Calls allowed in a calendar month (UTC); the plan's by default, not counted where it has no such limit. */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> callsPerMonth();

    /** Days that the plan shows; the plan's by default. */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> historyDays();
}
