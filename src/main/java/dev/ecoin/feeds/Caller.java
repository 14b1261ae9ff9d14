package dev.ecoin.feeds;

import java.time.Duration;

/** For whom calls are made. */
public interface Caller {

    /** Told before every call, the repeated ones too. */
    void calling();

    /** Whether the answer is no longer needed; checked before every wait. */
    boolean hasGone();

    /**
     * How long a pause of all calls is waited for.
     *
     * @param usual for callers that can wait: {@code longest-pause}
     */
    default Duration patience(Duration usual) {
        return usual;
    }

    /** The same caller, for a call that is not to be counted as its own. */
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
