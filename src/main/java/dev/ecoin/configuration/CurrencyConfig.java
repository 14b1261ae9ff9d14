package dev.ecoin.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The currency of prices. */
@ConfigMapping(prefix = "ecoin")
public interface CurrencyConfig {

    /**
     * Currency of prices, market caps and volumes: one of CoinGecko's {@code supported_vs_currencies}, such as {@code eur},
     * {@code jpy}, {@code btc} or {@code sats}. The first start records it in the database, which then refuses others.
     */
    @WithDefault("usd")
    @WithConverter(Values.PriceCurrency.class)
    Currency currency();
}
