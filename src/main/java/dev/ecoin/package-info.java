/**
 * The service: CoinGecko's daily prices in, SARIMA forecasts out. This package holds the entry point and the clock alone; a room
 * (sub-package) imports only rooms above it in this list: {@code forecasting}, {@code configuration}, {@code database},
 * {@code http}, {@code logging}, {@code runs}, {@code coingecko}, {@code prices}, {@code crawl}, {@code training},
 * {@code serving}, {@code risk}, {@code accuracy}, {@code explanation}, {@code analysis}, {@code schedule}, {@code mcp}, {@code cli}.
 */
package dev.ecoin;
