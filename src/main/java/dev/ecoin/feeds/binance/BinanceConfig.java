package dev.ecoin.feeds.binance;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.HttpAddress;
import dev.ecoin.feeds.CallConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Binance's public market data, which need no key. */
@ConfigMapping(prefix = "ecoin.binance")
public interface BinanceConfig extends CallConfig {

    /** Base address including {@code /api/v3}. */
    @WithDefault("https://data-api.binance.vision/api/v3")
    @WithConverter(HttpAddress.class)
    URI url();

    /** Quote of the pairs; by default the currency of the prices, with {@code USDT} instead of {@code usd}. */
    Optional<String> quote();

    /**
     * Pairs of coins whose pair is not CoinGecko's symbol and the quote, such as {@code
     * polygon-ecosystem-token:POLUSDT}.
     */
    Optional<List<@WithConverter(CoinPair.Reader.class) CoinPair>> pairs();

    /** Weight of the calls allowed in any minute. All users of an IP address share Binance's limit. */
    @WithDefault("6000")
    @WithConverter(AtLeastOne.class)
    int weightPerMinute();
}
