package dev.ecoin.prices;

/** Event: this process has removed a coin with all its data. */
public record CoinRemoved(String coin) {}
