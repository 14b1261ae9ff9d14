package dev.ecoin.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Slows the guessing of a password down, in two ways.
 *
 * <p>By client: after {@value #FREE} attempts in a row without success each further one has to wait, a second at first,
 * then twice as long each time, up to {@link #LONGEST_PAUSE}. An attempt counts from its beginning, so that guessing many
 * at a time gains nothing.
 *
 * <p>By account, against guesses from many addresses: together they get {@value #GUESSES} attempts and another one every
 * {@link #NEXT_GUESS}. Clients that succeeded within {@link #TRUST} stand outside of this, so that nobody can lock the
 * operator out.
 */
final class LoginAttempts {

    private static final int FREE = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int GUESSES = 50;
    static final Duration NEXT_GUESS = Duration.ofSeconds(2);
    static final Duration TRUST = Duration.ofHours(12);

    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int MOST_CLIENTS = 10_000;

    private final Clock clock;
    private final Cache<String, Attempts> byClient;
    private final Cache<String, Boolean> trusted;
    private final Bucket account;

    LoginAttempts(Clock clock) {
        this.clock = clock;
        var meter = new ClockMeter(clock);
        this.byClient = cache(meter, MEMORY);
        this.trusted = cache(meter, TRUST);
        this.account = Bucket.builder()
                .withCustomTimePrecision(meter)
                .addLimit(limit -> limit.capacity(GUESSES).refillGreedy(1, NEXT_GUESS))
                .build();
    }

    /** Attempts in a row without success, and from when on the next one is looked at. */
    private record Attempts(int count, Instant next) {}

    /** Counts an attempt; returns zero if it may be looked at, or else how long the client has to wait. */
    Duration admit(String client) {
        var now = clock.instant();
        var wait = new AtomicReference<>(Duration.ZERO);
        byClient.asMap().compute(client, (key, before) -> {
            if (before != null && before.next.isAfter(now)) {
                wait.set(Duration.between(now, before.next));
                return before;
            }
            if (trusted.getIfPresent(client) == null) {
                var guess = account.tryConsumeAndReturnRemaining(1);
                if (!guess.isConsumed()) {
                    wait.set(Duration.ofNanos(guess.getNanosToWaitForRefill()));
                    return before;
                }
            }
            var count = before == null ? 1 : before.count + 1;
            return new Attempts(count, now.plus(pauseAfter(count)));
        });
        return wait.get();
    }

    void succeeded(String client) {
        byClient.invalidate(client);
        if (trusted.asMap().put(client, true) == null) {
            account.addTokens(1);
        }
    }

    static Duration pauseAfter(int attempts) {
        if (attempts < FREE) {
            return Duration.ZERO;
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - FREE, 30));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static <V> Cache<String, V> cache(ClockMeter meter, Duration memory) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterWrite(memory)
                .ticker(meter::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }
}
