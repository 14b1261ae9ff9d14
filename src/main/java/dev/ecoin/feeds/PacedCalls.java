package dev.ecoin.feeds;

import dev.ecoin.logging.ControlCharacters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Makes a feed's calls: each with a permit of the shared budget and a timeout, guarded by one circuit breaker for the
 * whole feed, and retried if that can help.
 */
public final class PacedCalls {

    private static final Logger LOG = Logger.getLogger(PacedCalls.class);

    /** A permit used later than this may be too close to the next one's call; see {@link Pace}. */
    private static final Duration LATEST_USE = Duration.ofSeconds(1);

    /** After this many missed permits, a slow machine may call late. */
    private static final int MOST_PERMITS_MISSED = 3;

    /** Maximum number of consecutive 429 answers, with a pause after each, before a call is given up. */
    private static final int MOST_REFUSALS = 10;

    /** Consecutive failures that indicate a dead host. One coin causes at most half of them. */
    private static final int FAILURES_OF_A_DEAD_HOST = 8;

    private static final int FAILURES_OF_A_COIN = FAILURES_OF_A_DEAD_HOST / 2;

    private final String title;
    private final String metric;
    private final Pace pace;
    private final CallBudget budget;
    private final Duration patience;
    private final long longestBody;
    private final Clock clock;
    private final Waiter waiter;
    private final MeterRegistry metrics;
    private final Guard repeated;
    private final Guard bounded;
    private final Guard watched;

    private String failing;
    private int failures;

    private PacedCalls(String name, String title, Pace pace, CallConfig config, Factory factory) {
        this.title = title;
        this.metric = "ecoin." + name + ".calls";
        this.pace = pace;
        this.budget = factory.budget;
        this.patience = config.longestPause();
        this.longestBody = config.longestBody().asLongValue();
        this.clock = factory.clock;
        this.waiter = factory.waiter;
        this.metrics = factory.metrics;
        var backoff = config.backoff().toMillis();
        repeated = Guard.create()
                .withDescription("repeated " + title + " calls")
                .withRetry()
                .maxRetries(config.retries())
                .delay(backoff, ChronoUnit.MILLIS)
                .jitter(backoff / 2, ChronoUnit.MILLIS)
                // Includes waits for permits, which have their own limit.
                .maxDuration(1, ChronoUnit.DAYS)
                .retryOn(Set.of(FeedException.NoConnection.class, FeedException.NoAnswer.class))
                .withExponentialBackoff()
                .done()
                .done()
                .build();
        bounded = Guard.create()
                .withDescription("bounded " + title + " calls")
                .withTimeout()
                .duration(config.timeout().toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
        watched = Guard.create()
                .withDescription(title + " calls")
                .withCircuitBreaker()
                .name(name)
                .requestVolumeThreshold(FAILURES_OF_A_DEAD_HOST)
                .failureRatio(1)
                .delay(1, ChronoUnit.MINUTES)
                .failOn(Set.of(FeedException.NoConnection.class, FeedException.NoAnswer.class))
                .done()
                .build();
    }

    /** Creates an instance for each feed. */
    @Singleton
    public static final class Factory {

        private final CallBudget budget;
        private final Clock clock;
        private final Waiter waiter;
        private final MeterRegistry metrics;

        Factory(CallBudget budget, Clock clock, Waiter waiter, MeterRegistry metrics) {
            this.budget = budget;
            this.clock = clock;
            this.waiter = waiter;
            this.metrics = metrics;
        }

        /** @param name of the feed, for its metric and its circuit breaker */
        public PacedCalls of(String name, String title, Pace pace, CallConfig config) {
            return new PacedCalls(name, title, pace, config, this);
        }
    }

    /**
     * A call.
     *
     * @param asked the requested data, for messages
     * @param coin null if the call is for several coins
     * @param weight number of permits that it uses
     * @param meaning interprets the answer; throws a {@link FeedException} if it is an error
     */
    public record Call<T>(
            String asked, String coin, int weight, Supplier<Response> request, Function<Answer, T> meaning) {}

    /**
     * Interprets the answer.
     *
     * @throws FeedException if a retry would not help or no retries are left
     */
    @SuppressWarnings("unchecked")
    public <T> T make(Call<T> call, Caller caller) {
        return (T) repeated.get(() -> attempt(call, caller), Object.class);
    }

    /** Pauses all calls until the instant. */
    public void pauseUntil(Instant end, String reason) {
        budget.pauseUntil(pace, end, reason);
    }

    private Object attempt(Call<?> call, Caller caller) {
        for (int refusals = 1; ; refusals++) {
            var permit = permit(call.weight(), caller);
            try {
                return timed(() -> watched.get(() -> counted(call, caller), Object.class));
            } catch (OneCoinAgain e) {
                throw e.failure;
            } catch (FeedException.NoConnection e) {
                budget.giveBack(pace, call.weight(), permit);
                throw e;
            } catch (FeedException.RateLimited e) {
                LOG.infof("%s; all calls wait", e.getMessage());
                pauseUntil(clock.instant().plus(e.pause()), e.getMessage());
                if (refusals == MOST_REFUSALS) {
                    throw e;
                }
            } catch (FeedException.CreditsSpent e) {
                var reset = YearMonth.now(clock).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC);
                pauseUntil(reset.toInstant(), e.getMessage());
            } catch (CircuitBreakerOpenException e) {
                budget.giveBack(pace, call.weight(), permit);
                throw new FeedException.LeftAlone(title, e);
            }
        }
    }

    /** Makes the circuit breaker count only a coin's first consecutive failures, because the coin may be the cause. */
    private Object counted(Call<?> call, Caller caller) {
        try {
            var meaning = bounded.get(
                    () -> {
                        caller.calling();
                        return meaning(call);
                    },
                    Object.class);
            answered();
            return meaning;
        } catch (TimeoutException e) {
            throw failed(call, new FeedException.NoAnswer(title + " did not answer in time", e));
        } catch (FeedException.NoAnswer e) {
            throw failed(call, e);
        }
    }

    private synchronized void answered() {
        failing = null;
        failures = 0;
    }

    private synchronized RuntimeException failed(Call<?> call, FeedException.NoAnswer failure) {
        failures = call.coin() != null && call.coin().equals(failing) ? failures + 1 : 1;
        failing = call.coin();
        return failures > FAILURES_OF_A_COIN ? new OneCoinAgain(failure) : failure;
    }

    private <T> T meaning(Call<T> call) {
        var answer = answer(call);
        try {
            return call.meaning().apply(answer);
        } catch (FeedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new FeedException.NoAnswer(
                    title + "'s answer for " + call.asked() + " cannot be read: " + answer.line(e.getMessage()), e);
        }
    }

    private Answer answer(Call<?> call) {
        try (var response = call.request().get()) {
            return Answer.of(response, clock.instant(), longestBody, title, call.asked());
        } catch (FeedException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            var cause = root(e);
            throw cause instanceof ConnectException || cause instanceof UnknownHostException
                    ? new FeedException.NoConnection(title, cause)
                    : new FeedException.NoAnswer(
                            title + " did not answer " + call.asked() + ": "
                                    + ControlCharacters.blank(cause.toString()),
                            e);
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    /** A failure that the circuit breaker does not count. */
    private static final class OneCoinAgain extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient FeedException failure;

        OneCoinAgain(FeedException failure) {
            // Not as the cause, which the circuit breaker would inspect.
            super(failure.getMessage());
            this.failure = failure;
        }
    }

    /** Times only calls that were made. */
    private Object timed(Supplier<Object> call) {
        var timer = Timer.start(metrics);
        var failure = "none";
        try {
            return call.get();
        } catch (CircuitBreakerOpenException e) {
            failure = null;
            throw e;
        } catch (OneCoinAgain e) {
            failure = e.failure.getClass().getSimpleName();
            throw e;
        } catch (RuntimeException e) {
            failure = e.getClass().getSimpleName();
            throw e;
        } finally {
            if (failure != null) {
                timer.stop(metrics.timer(metric, "exception", failure));
            }
        }
    }

    /** Waits for a permit that can be used immediately. */
    private Instant permit(int weight, Caller caller) {
        try {
            for (int missed = 0; ; missed++) {
                if (caller.hasGone()) {
                    throw new FeedException.Abandoned();
                }
                var now = clock.instant();
                var permit = budget.take(pace, weight, now, caller.patience(patience));
                waiter.waitUntil(permit);
                var late = clock.instant().isAfter(permit.plus(LATEST_USE)) && missed < MOST_PERMITS_MISSED;
                var paused = permit.isAfter(now) && !budget.holds(pace, permit);
                if (!late && !paused) {
                    return permit;
                }
                budget.giveBack(pace, weight, permit);
            }
        } catch (InterruptedException e) {
            throw new FeedException.Abandoned();
        }
    }
}
