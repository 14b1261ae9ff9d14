package dev.ecoin.runs;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Execution of runs. */
@ConfigMapping(prefix = "ecoin.runs")
public interface RunConfig {

    /**
     * Interval of the search for runs that another process requested or left, or whose pause is over. Nightly runs, runs
     * requested here, and those that follow from a crawl start at once.
     */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration look();

    /** Maximum number of runs at the same time that mostly wait for other services, such as crawls. */
    @WithDefault("2")
    @WithConverter(AtLeastOne.class)
    int calls();

    /**
     * Maximum number of webhooks that are sent to at the same time. As many as there may be (ecoin.alerts.most-webhooks), so that
     * a dead one delays no other.
     */
    @WithDefault("50")
    @WithConverter(AtLeastOne.class)
    int deliveries();

    /** Time that a run waits for an unreachable database before it is left to be executed again. */
    @WithDefault("5m")
    @WithConverter(PositiveDuration.class)
    Duration databasePatience();
}
