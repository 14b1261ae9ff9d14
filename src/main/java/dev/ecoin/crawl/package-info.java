/**
 * Which days are missing, fetched from one feed after the other and stored; a kind of run. Owner of the tables {@code crawl_run_coin},
 * {@code unavailable_days}, {@code price_document} and {@code call_budget}. May depend on {@code configuration},
 * {@code database}, {@code runs}, {@code http}, {@code logging}, {@code feeds} and {@code prices}.
 */
package dev.ecoin.crawl;
