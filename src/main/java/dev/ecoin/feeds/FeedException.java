package dev.ecoin.feeds;

import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/** A failed call, classified by what the caller can do. Messages are one line and do not contain the key. */
public abstract sealed class FeedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FeedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The feed currently serves nothing, whatever the request. */
    public abstract static sealed class Unusable extends FeedException {
        private static final long serialVersionUID = 1;

        Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** No connection: the call never reached the feed. */
    public static final class NoConnection extends Unusable {
        private static final long serialVersionUID = 1;

        NoConnection(String feed, Throwable cause) {
            super(feed + " cannot be reached: " + reason(cause), cause);
        }

        private static String reason(Throwable cause) {
            if (cause instanceof UnknownHostException) {
                return "unknown host " + cause.getMessage();
            }
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
    }

    /** All calls are paused for longer than the caller waits. */
    public static final class Paused extends Unusable {
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

    /** The feed has failed so often in a row that it is not called for a while. */
    public static final class LeftAlone extends Unusable {
        private static final long serialVersionUID = 1;

        LeftAlone(String feed, Throwable cause) {
            super(feed + " has failed repeatedly and is left alone for a minute", cause);
        }
    }

    /** The key, the plan or the address is wrong: no call will succeed. */
    public static final class Misconfigured extends Unusable {
        private static final long serialVersionUID = 1;

        private static final String ADVICE = ". Check ecoin.";

        /**
         * @param what the problem, without a full stop
         * @param keys keys that may be wrong, such as {@code ecoin.coingecko.plan and ECOIN_COINGECKO_KEY}
         */
        public Misconfigured(String what, String keys) {
            super(what + ". Check " + keys, null);
        }

        /** Whether a recorded error was of this kind. */
        public static boolean explains(String error) {
            return error != null && error.contains(ADVICE);
        }
    }

    /** The feed does not serve this country for legal reasons (451). */
    public static final class NotServedHere extends Unusable {
        private static final long serialVersionUID = 1;

        public NotServedHere(String message) {
            super(message, null);
        }
    }

    /** No usable answer: interrupted, late, 408, 5xx, blocked by the CDN, or an unexpected body. */
    public static final class NoAnswer extends FeedException {
        private static final long serialVersionUID = 1;

        public NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Too many calls; the next one may be made after a pause. */
    public static final class RateLimited extends FeedException {
        private static final long serialVersionUID = 1;

        private final Duration pause;

        /**
         * @param pause at most a day
         * @param asked the requested pause, in words
         */
        RateLimited(String feed, int status, Duration pause, String asked) {
            super(feed + " asks to wait for " + asked + " (status " + status + ")", null);
            this.pause = pause;
        }

        public Duration pause() {
            return pause;
        }
    }

    /** The month's credits are spent. */
    public static final class CreditsSpent extends FeedException {
        private static final long serialVersionUID = 1;

        public CreditsSpent(String message) {
            super(message, null);
        }
    }

    /** The answer is no longer needed. */
    public static final class Abandoned extends FeedException {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("The call was abandoned", null);
        }
    }

    /** The feed does not have the requested data; a retry would not help. */
    public static final class NotServed extends FeedException {
        private static final long serialVersionUID = 1;

        /** The reason. */
        public enum Reason {
            UNKNOWN_COIN,
            /** The first requested day is older than the plan shows. */
            BEYOND_PLAN,
            /** The feed rejects the request itself. */
            NOT_ACCEPTED
        }

        private final Reason reason;

        public NotServed(Reason reason, String message) {
            super(message, null);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }
}
