package dev.ecoin.crawl;

import io.smallrye.config.ConfigMapping;
import java.time.LocalDate;
import java.util.Optional;

/** When and from which day on to crawl. */
@ConfigMapping(prefix = "ecoin.crawl")
public interface CrawlConfig {

    /** Cron expression of Quarkus (seconds first) in UTC, or {@code off}. CoinGecko has yesterday from about 00:35. */
    String schedule();

    /** First day to fetch of a coin with nothing stored; by default the first day that the plan shows. */
    Optional<LocalDate> from();
}
