package dev.ecoin.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What prices are in. */
@ConfigMapping(prefix = "ecoin")
public interface CurrencyConfig {

    /**
     * What prices, market caps and volumes are in: any of CoinGecko's {@code supported_vs_currencies}. The database keeps
     * the one that it was first used with, and refuses others.
     */
    @WithDefault("usd")
    @WithConverter(Values.PriceCurrency.class)
    Currency currency();
}
