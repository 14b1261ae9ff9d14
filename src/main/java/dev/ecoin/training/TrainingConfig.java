package dev.ecoin.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** What to fit, when, and with how many threads. */
@ConfigMapping(prefix = "ecoin.training")
public interface TrainingConfig {

    /** Cron expression of Quarkus (seconds first) in UTC, or {@code off}. A crawl still running is waited for. */
    String schedule();

    /** The model's order as (p,d,q)(P,D,Q)m. */
    @WithDefault("(1,1,1)(1,0,1)7")
    String order();

    /** Coins trained at the same time; by default one core is left to queries. */
    OptionalInt threads();
}
