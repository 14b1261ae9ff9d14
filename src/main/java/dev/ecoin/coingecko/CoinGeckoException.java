package dev.ecoin.coingecko;

import java.time.Duration;

/** A call that brought no prices, by what the caller can do about it. Messages are one line and without the key. */
public abstract sealed class CoinGeckoException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CoinGeckoException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No connection: the call never reached CoinGecko. */
    public static final class NoConnection extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        NoConnection(Throwable cause) {
            super("CoinGecko cannot be reached: " + cause, cause);
        }
    }

    /** No usable answer: broken off, 408, 5xx, blocked by the CDN, or a body that is not what was asked for. */
    public static final class NoAnswer extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** 429: too many calls; the next one may be made after a pause. */
    public static final class RateLimited extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        /** The answer's {@code Retry-After}. */
        private final Duration pause;

        RateLimited(Duration pause) {
            super("CoinGecko asks to wait for " + pause.toSeconds() + " s (status 429)", null);
            this.pause = pause;
        }

        public Duration pause() {
            return pause;
        }
    }

    /** The key, the plan or the address is wrong, or the month's credits are spent: no call will succeed. */
    public static final class Refused extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null);
        }
    }

    /** CoinGecko does not serve this coin or these days; asking again is in vain. */
    public static final class NotServed extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        NotServed(String message) {
            super(message, null);
        }
    }
}
