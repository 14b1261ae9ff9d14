package dev.ecoin.feeds;

import java.time.Duration;

/** The party that calls are made for. */
public interface Caller {

    /** Called before every call, including retries. */
    void calling();

    /** Whether the answer is no longer needed; checked before every wait. */
    boolean hasGone();

    /**
     * Maximum pause of all calls to wait for.
     *
     * @param usual for callers that can wait: {@code longest-pause}
     */
    default Duration patience(Duration usual) {
        return usual;
    }

    /** The same caller, for a call that must not be counted as its own. */
    default Caller uncounted() {
        var caller = this;
        return new Caller() {
            @Override
            public void calling() {}

            @Override
            public boolean hasGone() {
                return caller.hasGone();
            }

            @Override
            public Duration patience(Duration usual) {
                return caller.patience(usual);
            }
        };
    }
}
