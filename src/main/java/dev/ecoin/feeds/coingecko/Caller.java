package dev.ecoin.feeds.coingecko;

import java.time.Duration;

/** For whom calls are made. */
public interface Caller {

    /** Told before every call, the repeated ones too. */
    void calling();

    /** Whether nobody waits for the answer any more; asked before every wait. */
    boolean hasGone();

    /**
     * How long a pause of all calls is waited for.
     *
     * @param usual for who has no hurry: {@code ecoin.coingecko.longest-pause}
     */
    default Duration patience(Duration usual) {
        return usual;
    }
}
