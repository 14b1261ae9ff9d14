package dev.ecoin.prices;

/** A coin was added or resumed at run time: it is now to be crawled and trained. */
public record CoinActivated(String coin) {}
