package dev.ecoin.feeds;

import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The keys that every feed has. */
public interface CallConfig {

    /** A longer pause asked for by the feed ends the run, which goes on once the pause is over. */
    @WithDefault("3m")
    @WithConverter(PositiveDuration.class)
    Duration longestPause();

    /** A call without a complete answer by then is given up and repeated. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** A longer answer is refused; a year of CoinGecko's daily prices has about 50 kB, a whole document 100 kB. */
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
