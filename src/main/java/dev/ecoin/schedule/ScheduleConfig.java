package dev.ecoin.schedule;

import dev.ecoin.configuration.Values.Every;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What the service does on its own. The times themselves are {@code ecoin.crawl.schedule} and the like. */
@ConfigMapping(prefix = "ecoin.schedule")
public interface ScheduleConfig {

    /** Whether to import the sample, crawl, and train coins without a model as soon as the service has started. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean atStart();

    /** Whether this process works on what is requested; a command does what it was called for, and no more. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean work();

    /** How often to set the metrics of coins, crawls and trainings to what the database has, or {@code off}. */
    @WithConverter(Every.class)
    String watch();

    /** How often to do so for the metrics of accuracy and anomalies, or {@code off}. */
    @WithConverter(Every.class)
    String watchAccuracy();
}
