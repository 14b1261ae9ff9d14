package dev.ecoin.prices;

import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.CoinId;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;

/** Which coins there are from the start, and whether they come with sample prices. */
@ConfigMapping(prefix = "ecoin")
public interface CoinsConfig {

    /**
     * CoinGecko's ids of the coins that exist from the start. Users add others at run time, and those that they remove
     * do not come back by being named here.
     */
    @WithName("coins")
    List<@WithConverter(CoinId.class) String> ids();

    Sample sample();

    interface Sample {
        /** Whether to import the bundled sample prices; by default only into a database that the service started. */
        @WithConverter(YesOrNo.class)
        boolean enabled();
    }

    Metrics metrics();

    interface Metrics {
        /** How many coins have metrics of their own; further ones are only counted. */
        @WithDefault("1000")
        @WithConverter(AtLeastZero.class)
        int coins();
    }
}
