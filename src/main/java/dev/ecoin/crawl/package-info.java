/**
 * Finds missing days, fetches them from one feed after the other and stores them; a kind of run. Owns the tables {@code
 * crawl_run_coin}, {@code unavailable_days}, {@code price_document} and {@code call_budget}.
 */
package dev.ecoin.crawl;
