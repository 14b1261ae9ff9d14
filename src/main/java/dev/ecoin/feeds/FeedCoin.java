package dev.ecoin.feeds;

import java.util.Optional;

/** A coin that a feed is asked for. */
public interface FeedCoin {

    /** CoinGecko's id. */
    String id();

    /** As CoinGecko lists it, such as btc; may be asked for when needed. Empty if CoinGecko does not list the coin. */
    Optional<String> symbol();
}
