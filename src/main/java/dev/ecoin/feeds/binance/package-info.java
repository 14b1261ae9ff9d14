/** Client of Binance's public market data: the list of pairs, and daily candles. */
package dev.ecoin.feeds.binance;
