package dev.ecoin.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down password guessing, and still admits the operator.
 *
 * <p>By client: after {@value #FREE} failed attempts in a row each further one must wait, at first for a second, then
 * twice as long each time, up to {@link #LONGEST_PAUSE}. An attempt counts from its start, so parallel guesses gain nothing.
 *
 * <p>By account, against guesses from many addresses: together they get {@value #GUESSES} attempts and another one every
 * {@link #NEXT_GUESS}. They are distributed as follows:
 *
 * <ul>
 *   <li>Known clients always get one; theirs count too, at the cost of the others.
 *   <li>Unknown ones get one while more are left than their networks have recently used, at most {@value #SHARE} for each
 *       of three sizes of network. Guesses from one network leave a reserve to the others.
 *   <li>The last {@value #SHARE} are for clients that return {@link #RETURN} after a refusal, which attackers with
 *       ever new addresses do not.
 * </ul>
 */
final class LoginAttempts {

    private static final int FREE = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    static final int GUESSES = 50;
    static final Duration NEXT_GUESS = Duration.ofSeconds(2);

    /**
     * Four times this is less than the total, so an unknown client is admitted in the end, whatever counts against it.
     */
    private static final int SHARE = 12;

    private static final Duration SHARE_BACK = Duration.ofHours(SHARE);
    static final Duration RETURN = Duration.ofSeconds(1);
    private static final Duration LATEST_RETURN = Duration.ofMinutes(1);

    /** Number of refused attempts, each of which reveals that the password is not a cached one. */
    private static final int MOST_REFUSED = 50;

    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int MOST_CLIENTS = 10_000;

    private final Clock clock;
    private final ClockMeter meter;
    private final Cache<String, Attempts> byClient;
    private final Cache<String, Bucket> byNetwork;
    /** First refusal of each of the latest refused clients, oldest first. */
    private final Map<String, Instant> refused = new LinkedHashMap<>();

    private final Bucket account;

    LoginAttempts(Clock clock) {
        this.clock = clock;
        this.meter = new ClockMeter(clock);
        this.byClient = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterWrite(MEMORY)
                .ticker(meter::currentTimeNanos)
                .executor(Runnable::run)
                .build();
        this.byNetwork = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(SHARE_BACK)
                .ticker(meter::currentTimeNanos)
                .executor(Runnable::run)
                .build();
        this.account = bucket(GUESSES, NEXT_GUESS.multipliedBy(GUESSES));
    }

    /** Consecutive failed attempts, the earliest time of the next one, and the number of attempts before that time. */
    private record Attempts(int count, Instant next, int early) {

        static final Attempts NONE = new Attempts(0, Instant.MIN, 0);
    }

    /**
     * The decision on an attempt.
     *
     * @param pause time that the client must wait; zero if the attempt may be checked
     * @param rank number of guesses that must remain for it; attempts with the lowest are checked first
     */
    record Admission(Duration pause, long rank) {

        static Admission after(Duration pause) {
            return new Admission(pause, 0);
        }

        boolean isGranted() {
            return pause.isZero();
        }
    }

    /** Counts an attempt. */
    synchronized Admission admit(String client, boolean isKnown) {
        var now = clock.instant();
        var before = attempts(client);
        if (before.next.isAfter(now)) {
            byClient.put(client, new Attempts(before.count, before.next, before.early + 1));
            return Admission.after(Duration.between(now, before.next));
        }
        var rank = isKnown ? 0 : rank(client, now);
        if (!isKnown && account.getAvailableTokens() <= rank) {
            noteRefusal(client, now);
            return Admission.after(RETURN);
        }
        account.consumeIgnoringRateLimits(1);
        if (!isKnown) {
            ClientAddress.networks(client).forEach(network -> byNetwork
                    .get(network, key -> bucket(SHARE, SHARE_BACK))
                    .tryConsume(1));
        }
        var count = before.count + 1;
        byClient.put(client, new Attempts(count, now.plus(pauseAfter(count)), before.early));
        return new Admission(Duration.ZERO, rank);
    }

    /** Takes the attempt back, because a correct password does not count as a guess. */
    synchronized void succeeded(String client) {
        byClient.invalidate(client);
        account.addTokens(1);
        byNetwork.getAllPresent(ClientAddress.networks(client)).values().forEach(share -> share.addTokens(1));
    }

    /** Whether the client sent so many attempts during pauses that answers from the cache would let it guess faster. */
    synchronized boolean isGuessing(String client) {
        return attempts(client).early >= MOST_REFUSED;
    }

    private Attempts attempts(String client) {
        var attempts = byClient.getIfPresent(client);
        return attempts == null ? Attempts.NONE : attempts;
    }

    private long rank(String client, Instant now) {
        return ClientAddress.networks(client).stream().mapToLong(this::had).sum()
                + (hasReturned(client, now) ? 0 : SHARE);
    }

    /** Number of recent guesses from a network. */
    private long had(String network) {
        var left = byNetwork.getIfPresent(network);
        return left == null ? 0 : SHARE - left.getAvailableTokens();
    }

    private boolean hasReturned(String client, Instant now) {
        var since = refused.get(client);
        return since != null && !now.isBefore(since.plus(RETURN)) && !now.isAfter(since.plus(LATEST_RETURN));
    }

    private void noteRefusal(String client, Instant now) {
        var since = refused.putIfAbsent(client, now);
        if (since != null && now.isAfter(since.plus(LATEST_RETURN))) {
            refused.remove(client);
            refused.put(client, now);
        }
        if (refused.size() > MOST_CLIENTS) {
            refused.remove(refused.keySet().iterator().next());
        }
    }

    static Duration pauseAfter(int attempts) {
        if (attempts < FREE) {
            return Duration.ZERO;
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - FREE, 30));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Bucket bucket(int capacity, Duration untilFull) {
        return Bucket.builder()
                .withCustomTimePrecision(meter)
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, untilFull))
                .build();
    }
}
