/** The client of Binance's public market data: which pairs there are, and daily candles. */
package dev.ecoin.feeds.binance;
