/**
 * Client of CoinGecko's API v3: plans and keys, error bodies, the list of coins, daily prices, and a day's whole
 * document.
 */
package dev.ecoin.feeds.coingecko;
