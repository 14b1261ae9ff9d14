package dev.ecoin.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** What to fit, when, and with how many threads. */
@ConfigMapping(prefix = "ecoin.training")
public interface TrainingConfig {

    /** Cron expression of Quarkus (seconds first) in UTC, or {@code off}. A crawl still running is waited for. */
    String schedule();

    /** {@code auto} to select the order by AICc, or an order as (p,d,q)(P,D,Q)m. */
    @WithDefault("auto")
    String order();

    /** Days in a season for the automatic selection, 1 for none. */
    @WithDefault("7")
    int period();

    /** Coins trained at the same time; by default one less than there are cores, but at least one. */
    OptionalInt threads();
}
