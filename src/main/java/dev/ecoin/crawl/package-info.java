/**
 * Which days are missing, fetched from CoinGecko and stored, with a record of every run: owner of the tables
 * {@code crawl_run}, {@code crawl_run_coin}, {@code unavailable_days}, {@code price_document} and {@code call_budget}.
 * May depend on {@code database}, {@code cluster}, {@code http}, {@code coingecko} and {@code prices}.
 */
package dev.ecoin.crawl;
