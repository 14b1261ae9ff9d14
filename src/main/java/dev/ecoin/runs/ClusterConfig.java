package dev.ecoin.runs;

import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Detection of dead processes on one database. */
@ConfigMapping(prefix = "ecoin.cluster")
public interface ClusterConfig {

    /**
     * Time after which other processes take over the runs of a process that no longer renews its lease. It renews
     * three times as often.
     */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration lease();

    /**
     * Whether this process may execute runs.
     *
     * @hidden set to false by the command {@code connection}
     */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean join();
}
