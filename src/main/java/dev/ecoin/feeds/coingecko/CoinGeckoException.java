package dev.ecoin.feeds.coingecko;

import java.time.Duration;
import java.time.Instant;

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

    /** No usable answer: broken off, late, 408, 5xx, blocked by the CDN, or a body that is not what was asked for. */
    public static final class NoAnswer extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** 429: too many calls; the next one may be made after a pause. */
    public static final class RateLimited extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        /** The answer's {@code Retry-After}, a day at the most. */
        private final Duration pause;

        RateLimited(Duration pause, String asked) {
            super("CoinGecko asks to wait for " + asked + " (status 429)", null);
            this.pause = pause;
        }

        public Duration pause() {
            return pause;
        }
    }

    /** The month's credits are spent. */
    static final class CreditsSpent extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        CreditsSpent() {
            super("The month's CoinGecko credits are spent (error 10006)", null);
        }
    }

    /** All calls are paused, for longer than the caller has patience. */
    public static final class Paused extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        private final Instant until;

        public Paused(Instant until, String reason) {
            super(reason + "; no call before " + until, null);
            this.until = until;
        }

        public Instant until() {
            return until;
        }
    }

    /** The key, the plan or the address is wrong: no call will succeed. */
    public static final class Misconfigured extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        private static final String ADVICE = "Check ecoin.coingecko.plan, ecoin.coingecko.url and ECOIN_COINGECKO_KEY";

        Misconfigured(String what) {
            super(what + ". " + ADVICE, null);
        }

        /** Whether a recorded error was of this kind. */
        public static boolean explains(String error) {
            return error != null && error.contains(ADVICE);
        }
    }

    /** CoinGecko has failed so often in a row that it is not called for a while. */
    public static final class LeftAlone extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        LeftAlone(Throwable cause) {
            super("CoinGecko has failed repeatedly and is left alone for a minute", cause);
        }
    }

    /** Nobody waits for the answer any more. */
    public static final class Abandoned extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("The call was abandoned", null);
        }
    }

    /** CoinGecko does not serve what was asked for; asking again is in vain. */
    public static final class NotServed extends CoinGeckoException {
        private static final long serialVersionUID = 1;

        /** Why. */
        public enum Reason {
            UNKNOWN_COIN,
            /** The first of the days asked for is older than the plan shows. */
            BEYOND_PLAN,
            /** The request itself. */
            NOT_ACCEPTED
        }

        private final Reason reason;

        NotServed(Reason reason, String message) {
            super(message, null);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }
}
