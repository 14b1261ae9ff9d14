package dev.ecoin.crawl;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.Cron;
import dev.ecoin.configuration.Values.Day;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/** When and from which day on to crawl, and how. */
@ConfigMapping(prefix = "ecoin.crawl")
public interface CrawlConfig {

    /** Cron expression of Quarkus (seconds first) in UTC, or {@code off}. CoinGecko has yesterday from about 00:35. */
    @WithConverter(Cron.class)
    String schedule();

    /** First day to fetch of a coin; by default, and at the earliest, the first day that the plan shows. */
    @WithConverter(Day.class)
    Optional<LocalDate> from();

    /** Calls made at the same time; all of them share the plan's rate. */
    @WithDefault("4")
    @WithConverter(AtLeastOne.class)
    int workers();

    /**
     * If yesterday's prices would take longer than this coin by coin, all coins get them at first from pages of live
     * prices, and then as many coins as this time allows their exact ones.
     */
    @WithDefault("1h")
    @WithConverter(PositiveDuration.class)
    Duration updateWithin();
}
