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

/** Crawls: their schedule, range and pace. */
@ConfigMapping(prefix = "ecoin.crawl")
public interface CrawlConfig {

    /** Schedule of the nightly crawl in UTC. CoinGecko has the last day from about 00:35. */
    @WithConverter(Cron.class)
    String schedule();

    /** First day to fetch; by default the first day that the first feed shows. */
    @WithConverter(Day.class)
    Optional<LocalDate> from();

    /** Number of calls at the same time. They share the plan's rate. */
    @WithDefault("4")
    @WithConverter(AtLeastOne.class)
    int workers();

    /**
     * Time for updating all coins one by one. If it does not suffice, the crawl first computes yesterday's prices from pages
     * of live ones, and then fetches the exact prices of as many coins as the time allows.
     */
    @WithDefault("1h")
    @WithConverter(PositiveDuration.class)
    Duration updateWithin();

    /** If a feed has been down for longer than this, the next feed supplies its days. */
    @WithDefault("6h")
    @WithConverter(PositiveDuration.class)
    Duration fallbackAfter();

    /**
     * Share by which the prices of two feeds for the same day may differ. If they differ by more, they belong to different
     * assets, and the later feed is not used for the coin.
     */
    @WithDefault("0.1")
    @WithConverter(Share.class)
    double toleratedDifference();
}
