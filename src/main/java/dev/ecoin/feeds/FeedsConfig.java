package dev.ecoin.feeds;

import dev.ecoin.configuration.Values.FeedName;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;

/** Where prices come from. */
@ConfigMapping(prefix = "ecoin")
public interface FeedsConfig {

    /** The feeds, in the order in which they are asked: a day that one does not show comes from the next. */
    @WithName("feeds")
    @WithDefault("coingecko,binance")
    List<@WithConverter(FeedName.class) String> names();
}
