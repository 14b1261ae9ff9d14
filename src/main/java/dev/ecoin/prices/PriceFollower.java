package dev.ecoin.prices;

/** Reacts to stored prices of past days. */
public interface PriceFollower {

    /** After they are stored; blocks. */
    void stored();
}
