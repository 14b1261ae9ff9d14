/**
 * Which days are missing, fetched from CoinGecko and stored, with a record of every run: owner of the tables
 * {@code crawl_run} and {@code crawl_run_coin}. May depend on {@code coingecko} and {@code prices}.
 */
package dev.ecoin.crawl;
