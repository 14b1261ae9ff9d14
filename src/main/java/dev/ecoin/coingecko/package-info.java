/**
 * The client of CoinGecko's API v3: plans and keys, error bodies, pacing. Knows nothing of our database and depends on
 * no other room.
 */
package dev.ecoin.coingecko;
