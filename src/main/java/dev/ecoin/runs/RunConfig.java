package dev.ecoin.runs;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How runs are worked on. */
@ConfigMapping(prefix = "ecoin.runs")
public interface RunConfig {

    /** How often to look for what another process requested or left; a night's runs and those requested here begin at once. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration look();

    /** Runs that wait for others most of the time, such as crawls, at a time. */
    @WithDefault("2")
    @WithConverter(AtLeastOne.class)
    int calls();

    /** How long a run waits for a database that has gone away, before it is left to be done again. */
    @WithDefault("5m")
    @WithConverter(PositiveDuration.class)
    Duration databasePatience();
}
