package dev.ecoin.feeds;

import dev.ecoin.configuration.Values.FeedName;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;

/** Sources of prices. */
@ConfigMapping(prefix = "ecoin")
public interface FeedsConfig {

    /** Feeds in the order in which a crawl asks them. The next one supplies the days that one does not show. */
    @WithName("feeds")
    @WithDefault("coingecko,binance")
    List<@WithConverter(FeedName.class) String> names();
}
