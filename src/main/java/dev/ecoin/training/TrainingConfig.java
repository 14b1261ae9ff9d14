package dev.ecoin.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** What to fit, when, with how many threads, and how long to keep it. */
@ConfigMapping(prefix = "ecoin.training")
public interface TrainingConfig {

    /** Cron expression of Quarkus (seconds first) in UTC, or {@code off}. A crawl still running is waited for. */
    String schedule();

    /** How often to look for trainings and backtests that wait, or that a replica has left because it ended. */
    String resume();

    /** {@code auto} to select the order by AICc, or an order as (p,d,q)(P,D,Q)m. */
    @WithDefault("auto")
    String order();

    /** Days in a season for the automatic selection, 1 for none. */
    @WithDefault("7")
    int period();

    /** Coins trained at the same time; by default one less than there are cores, but at least one. */
    OptionalInt threads();

    /** How long the nightly training waits for a crawl that has not ended; after it, what is there is trained. */
    @WithDefault("3h")
    Duration crawlPatience();

    /** How long a run waits for an answer of the database before it fails. */
    @WithDefault("1m")
    Duration databasePatience();

    Gate gate();

    Keep keep();

    /** What a model has to show on the past before it serves. */
    interface Gate {

        /** Mean absolute scaled error over that of naive (tomorrow's price is today's) that is still let pass. */
        @WithDefault("1.1")
        double worstRatio();

        /** Origins at most, the newest ones that can be scored in full. */
        @WithDefault("12")
        int windows();

        /** Days between origins. */
        @WithDefault("14")
        int step();

        /** Days forecast from each origin. */
        @WithDefault("14")
        int horizon();
    }

    /** How much of the past to keep of each coin; what serves and what could stand in for it is always kept. */
    interface Keep {

        /** Newest models. */
        @WithDefault("90")
        int models();

        /** Newest states, each of which can tell again what was forecast on its day. */
        @WithDefault("400")
        int states();

        /** Newest runs. */
        @WithDefault("1000")
        int runs();
    }
}
