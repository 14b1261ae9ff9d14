package dev.ecoin.prices;

/** Reacts to stored prices of past days. */
public interface PriceFollower {

    /** Called after they are stored; blocks. */
    void stored();
}
