package dev.ecoin.feeds.coingecko;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.HttpAddress;
import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How to talk to CoinGecko. */
@ConfigMapping(prefix = "ecoin.coingecko")
public interface CoinGeckoConfig {

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

    /** A longer pause asked for by CoinGecko ends the run, which goes on once the pause is over. */
    @WithDefault("3m")
    @WithConverter(PositiveDuration.class)
    Duration longestPause();

    /** A call without a complete answer by then is given up and repeated. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** A longer answer is refused; a year of daily prices has about 50 kB, a whole document 100 kB. */
    @WithDefault("32M")
    @WithConverter(PositiveSize.class)
    MemorySize longestBody();

    /** How often a call is repeated after a transient fault. */
    @WithDefault("3")
    @WithConverter(AtLeastZero.class)
    int retries();

    /** Pause before the first repetition, doubled for each further one and jittered by half of it. */
    @WithDefault("500ms")
    @WithConverter(PositiveDuration.class)
    Duration backoff();
}
