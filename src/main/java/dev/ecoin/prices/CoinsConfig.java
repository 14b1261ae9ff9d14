package dev.ecoin.prices;

import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.CoinId;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;

/** Coins, their sample prices and metrics. */
@ConfigMapping(prefix = "ecoin")
public interface CoinsConfig {

    /**
     * CoinGecko's ids of the coins that exist from the start. Users add others at run time. A coin that was removed does not
     * come back because it is listed here.
     */
    @WithName("coins")
    List<@WithConverter(CoinId.class) String> ids();

    Sample sample();

    interface Sample {
        /** Whether to import the bundled sample prices; by default only into the embedded database. */
        @WithConverter(YesOrNo.class)
        boolean enabled();
    }

    Metrics metrics();

    interface Metrics {
        /** Maximum number of coins with metrics of their own. Further coins are only counted. */
        @WithDefault("1000")
        @WithConverter(AtLeastZero.class)
        int coins();
    }
}
