/**
 * Shared test infrastructure: a real database, a CoinGecko stand-in with the same response shapes, and a settable
 * clock.
 */
package dev.ecoin.testing;
