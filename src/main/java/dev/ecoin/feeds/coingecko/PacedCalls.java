package dev.ecoin.feeds.coingecko;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Makes calls: each on a permit of the shared budget, bounded in time, watched by one circuit breaker for all of
 * CoinGecko, and repeated where that can help.
 */
@ApplicationScoped
class PacedCalls {

    private static final String METRIC = "ecoin.coingecko.calls";
    private static final Logger LOG = Logger.getLogger(PacedCalls.class);

    /** A permit used later than this may come too close to the next one's call; see {@link Terms#interval}. */
    private static final Duration LATEST_USE = Duration.ofSeconds(1);

    /** A machine that is too slow for its own permits shall call late rather than never. */
    private static final int MOST_PERMITS_MISSED = 3;

    /** 429 in a row, each with its pause waited for, after which a call is given up. */
    private static final int MOST_REFUSALS = 10;

    /** Of a coin that CoinGecko fails at, all calls may fail without the others suffering. */
    private static final int FAILURES_OF_A_DEAD_HOST = 8;

    private final Terms terms;
    private final boolean keyMissing;
    private final CallBudget budget;
    private final Duration patience;
    private final Clock clock;
    private final Waiter waiter;
    private final MeterRegistry metrics;
    private final Guard repeated;
    private final Guard watched;

    PacedCalls(
            Terms terms, CallBudget budget, CoinGeckoConfig config, Clock clock, Waiter waiter, MeterRegistry metrics) {
        this.terms = terms;
        this.keyMissing = terms.keyHeader() != null && config.key().isEmpty();
        this.budget = budget;
        this.patience = config.longestPause();
        this.clock = clock;
        this.waiter = waiter;
        this.metrics = metrics;
        var backoff = config.backoff().toMillis();
        repeated = Guard.create()
                .withDescription("repeated CoinGecko calls")
                .withRetry()
                .maxRetries(config.retries())
                .delay(backoff, ChronoUnit.MILLIS)
                .jitter(backoff / 2, ChronoUnit.MILLIS)
                // The waits for permits count, and are bounded themselves.
                .maxDuration(1, ChronoUnit.DAYS)
                .retryOn(Set.of(CoinGeckoException.NoConnection.class, CoinGeckoException.NoAnswer.class))
                .withExponentialBackoff()
                .done()
                .done()
                .build();
        watched = Guard.create()
                .withDescription("CoinGecko calls")
                .withTimeout()
                .duration(config.timeout().toMillis(), ChronoUnit.MILLIS)
                .done()
                .withCircuitBreaker()
                .name("coingecko")
                .requestVolumeThreshold(FAILURES_OF_A_DEAD_HOST)
                .failureRatio(1)
                .delay(1, ChronoUnit.MINUTES)
                .failOn(Set.of(
                        CoinGeckoException.NoConnection.class,
                        CoinGeckoException.NoAnswer.class,
                        TimeoutException.class))
                .done()
                .build();
    }

    /**
     * The call's answer.
     *
     * @throws CoinGeckoException once repetition is of no use or used up
     */
    @SuppressWarnings("unchecked")
    <T> T make(Supplier<T> call, Caller caller) {
        if (keyMissing) {
            throw new CoinGeckoException.Misconfigured(
                    "The plan " + terms.plan().label() + " needs a key, and there is none");
        }
        return (T) repeated.get(() -> attempt((Supplier<Object>) call, caller), Object.class);
    }

    private Object attempt(Supplier<Object> call, Caller caller) {
        for (int refusals = 1; ; refusals++) {
            var permit = permit(caller);
            try {
                return timed(() -> watched.get(
                        () -> {
                            caller.calling();
                            return call.get();
                        },
                        Object.class));
            } catch (CoinGeckoException.NoConnection e) {
                budget.giveBack(terms, permit);
                throw e;
            } catch (CoinGeckoException.RateLimited e) {
                LOG.infof("%s; all calls wait", e.getMessage());
                budget.pauseUntil(terms, clock.instant().plus(e.pause()), e.getMessage());
                if (refusals == MOST_REFUSALS) {
                    throw e;
                }
            } catch (CoinGeckoException.CreditsSpent e) {
                var reset = YearMonth.now(clock).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC);
                budget.pauseUntil(terms, reset.toInstant(), e.getMessage());
            } catch (TimeoutException e) {
                throw new CoinGeckoException.NoAnswer("CoinGecko did not answer in time", e);
            } catch (CircuitBreakerOpenException e) {
                budget.giveBack(terms, permit);
                throw new CoinGeckoException.LeftAlone(e);
            }
        }
    }

    /** Calls that were not even made are none. */
    private Object timed(Supplier<Object> call) {
        var timer = Timer.start(metrics);
        var failure = "none";
        try {
            return call.get();
        } catch (CircuitBreakerOpenException e) {
            failure = null;
            throw e;
        } catch (RuntimeException e) {
            failure = e.getClass().getSimpleName();
            throw e;
        } finally {
            if (failure != null) {
                timer.stop(metrics.timer(METRIC, "exception", failure));
            }
        }
    }

    /** Waits for a permit that can be used now. */
    private Instant permit(Caller caller) {
        try {
            for (int missed = 0; ; missed++) {
                if (caller.hasGone()) {
                    throw new CoinGeckoException.Abandoned();
                }
                var now = clock.instant();
                var permit = budget.take(terms, now, caller.patience(patience));
                waiter.waitUntil(permit);
                var late = clock.instant().isAfter(permit.plus(LATEST_USE)) && missed < MOST_PERMITS_MISSED;
                var paused = permit.isAfter(now) && !budget.holds(terms, permit);
                if (!late && !paused) {
                    return permit;
                }
                budget.giveBack(terms, permit);
            }
        } catch (InterruptedException e) {
            throw new CoinGeckoException.Abandoned();
        }
    }
}
