package dev.ecoin.crawl;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.Cron;
import dev.ecoin.configuration.Values.Day;
import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.Share;
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

    /** First day to fetch of a coin; by default the first day that the first feed shows. */
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

    /** The days of a feed that has served nothing for longer than this come from the next one. */
    @WithDefault("6h")
    @WithConverter(PositiveDuration.class)
    Duration fallbackAfter();

    /**
     * The share by which the prices of two feeds for the same day may differ. If they differ by more, they are not of the
     * same asset, and the later feed is not used for the coin.
     */
    @WithDefault("0.1")
    @WithConverter(Share.class)
    double toleratedDifference();
}
