package dev.ecoin.prices;

/** Reacts when somebody has stored prices of past days. */
public interface PriceFollower {

    /** After they are stored; blocks. */
    void stored();
}
