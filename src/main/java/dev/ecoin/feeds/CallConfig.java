package dev.ecoin.feeds;

import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys that every feed has. */
public interface CallConfig {

    /** If the feed asks for a longer pause ({@code Retry-After}), the run pauses and resumes by itself. */
    @WithDefault("3m")
    @WithConverter(PositiveDuration.class)
    Duration longestPause();

    /** Time for a complete answer; after it the call is retried. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** Maximum size of an answer. A year of CoinGecko's daily prices has about 50 kB, a whole document 100 kB. */
    @WithDefault("32M")
    @WithConverter(PositiveSize.class)
    MemorySize longestBody();

    /** Number of retries after a transient failure. */
    @WithDefault("3")
    @WithConverter(AtLeastZero.class)
    int retries();

    /** Pause before the first retry. It doubles with each further retry and is jittered by half. */
    @WithDefault("500ms")
    @WithConverter(PositiveDuration.class)
    Duration backoff();
}
