package dev.ecoin.feeds.binance;

import dev.ecoin.configuration.Values;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * A coin and the pair that supplies its prices.
 *
 * @param coin CoinGecko's id
 * @param pair Binance's symbol, such as BTCUSDT
 */
public record CoinPair(String coin, String pair) {

    /** Parses COIN:PAIR. */
    @RegisterForReflection
    @SuppressWarnings("serial")
    public static final class Reader implements Converter<CoinPair> {
        @Override
        public CoinPair convert(String text) {
            return Values.read(
                    text,
                    "COIN:PAIR, separated by commas, such as bitcoin:BTCUSDT,ethereum:ETHUSDT",
                    given -> new CoinPair(
                            given.substring(0, given.lastIndexOf(':')), given.substring(given.lastIndexOf(':') + 1)),
                    given -> !given.coin.isBlank() && given.pair.matches("[A-Z0-9]{2,30}"));
        }
    }
}
