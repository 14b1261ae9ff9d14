package dev.ecoin.runs;

import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How processes on one database find out that one of them has ended. */
@ConfigMapping(prefix = "ecoin.cluster")
public interface ClusterConfig {

    /** How long a process that gives no sign of life keeps what it is at; it gives one three times as often. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration lease();

    /** Whether this process may be at runs; the command {@code connection}, which changes nothing, may not. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean join();
}
