package dev.ecoin.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecoin.http.ProblemException;
import io.github.bucket4j.Bucket;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Bounds how many {@link Expensive} requests a client gets answered, in this process: a bucket of tokens each. */
@ApplicationScoped
public class ExpensiveRequests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_CLIENTS = 10_000;

    private final int perMinute;
    private final ClockMeter meter;
    private final Cache<String, Bucket> buckets;

    ExpensiveRequests(SecurityConfig config, Clock clock) {
        perMinute = config.expensiveRequestsPerMinute();
        meter = new ClockMeter(clock);
        // After a minute without requests a client's bucket is full again, so it can be dropped.
        buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(MINUTE)
                .ticker(meter::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }

    /** @throws ProblemException with status 429 if the client has sent too many */
    @Expensive
    @ServerRequestFilter
    public void limit(HttpServerRequest request) {
        if (perMinute == 0) {
            return;
        }
        var token =
                buckets.get(ClientAddress.of(request), client -> fullBucket()).tryConsumeAndReturnRemaining(1);
        if (!token.isConsumed()) {
            throw ProblemException.tooManyRequests(
                    "A client may send " + perMinute + " requests as expensive as this one a minute"
                            + " (ecoin.security.expensive-requests-per-minute).",
                    Duration.ofNanos(token.getNanosToWaitForRefill()));
        }
    }

    private Bucket fullBucket() {
        return Bucket.builder()
                .withCustomTimePrecision(meter)
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build();
    }
}
