/**
 * The client of CoinGecko's API v3: plans and keys, error bodies, pacing. What it hands on holds no NUL, and no text to be
 * shown a control character. Knows nothing of our database.
 */
package dev.ecoin.feeds.coingecko;
