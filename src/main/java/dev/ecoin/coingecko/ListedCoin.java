package dev.ecoin.coingecko;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A coin as CoinGecko's list has it, e.g. bitcoin, btc, Bitcoin. */
@RegisterForReflection
public record ListedCoin(String id, String symbol, String name) {}
