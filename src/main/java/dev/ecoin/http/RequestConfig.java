package dev.ecoin.http;

import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits on every request. */
@ConfigMapping(prefix = "ecoin.serving")
public interface RequestConfig {

    /** Time that a request waits for its answer from the database or a simulation before it is answered with status 503. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration patience();
}
