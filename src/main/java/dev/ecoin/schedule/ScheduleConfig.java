package dev.ecoin.schedule;

import dev.ecoin.configuration.Values.Every;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Work without a request. {@code ecoin.crawl.schedule} and {@code ecoin.training.schedule} set the times. */
@ConfigMapping(prefix = "ecoin.schedule")
public interface ScheduleConfig {

    /**
     * Whether the start imports the sample, crawls, and trains coins without a model or whose last night was missed.
     */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean atStart();

    /**
     * Whether this process executes requested runs. With {@code false}, and {@code ecoin.schedule.at-start=false}, it serves and
     * requests, and leaves the work to other replicas.
     */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean work();

    /** Interval at which the metrics of coins, crawls and trainings are updated from the database. */
    @WithConverter(Every.class)
    String watch();

    /** Interval at which the metrics of accuracy and anomalies are updated from the database. */
    @WithConverter(Every.class)
    String watchAccuracy();
}
