/** The client of CoinGecko's API v3: plans and keys, error bodies, the list of coins, whole documents of a day. */
package dev.ecoin.feeds.coingecko;
