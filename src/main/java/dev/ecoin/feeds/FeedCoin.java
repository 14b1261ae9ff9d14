package dev.ecoin.feeds;

import java.util.Optional;

/** A coin to request from a feed. */
public interface FeedCoin {

    /** CoinGecko's id. */
    String id();

    /**
     * Symbol in CoinGecko's list, such as btc; may be looked up on demand. Empty if CoinGecko does not list the coin.
     */
    Optional<String> symbol();
}
