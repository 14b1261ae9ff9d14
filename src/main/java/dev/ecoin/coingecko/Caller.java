package dev.ecoin.coingecko;

/** For whom calls are made. */
public interface Caller {

    /** Told before every call, the repeated ones too. */
    void calling();

    /** Whether nobody waits for the answer any more; asked before every wait. */
    boolean hasGone();
}
