/** What tests share: the real database, a CoinGecko stand-in with the real one's shapes, and a clock that is set. */
package dev.ecoin.testing;
