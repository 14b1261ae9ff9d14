package dev.ecoin.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.alerts.DeliveryRepository.Due;
import dev.ecoin.alerts.DeliveryRepository.Result;
import dev.ecoin.alerts.DeliveryRepository.State;
import dev.ecoin.alerts.Sender.Outcome;
import dev.ecoin.alerts.WebhookRepository.Endpoint;
import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.database.Session;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.LostRun;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunKind;
import dev.ecoin.runs.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Sends the messages of one webhook: its lane keeps other replicas away. Each batch is read, and its outcome stored, while this
 * process holds the run, so a message is sent again only if its attempt died, failed or had no answer when the process ended.
 * A failed message is due again later, and the run pauses until then.
 */
@ApplicationScoped
class Deliver implements RunKind {

    static final String KIND = "deliver";

    /** Messages on their way at the same time. */
    static final int BATCH = 25;

    private static final Logger LOG = Logger.getLogger(Deliver.class);

    /** After each failed attempt: about a day until the last one. */
    private static final List<Duration> BACKOFF = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(8));

    /** After an error in the sending itself. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    /** After an answer of 429. */
    private static final Duration BUSY = Duration.ofMinutes(1);

    /** Also for messages that were not tried because earlier ones failed, or that were answered with 429. */
    private static final Duration LONGEST = Duration.ofHours(25);

    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final Sender sender;
    private final ObjectMapper mapper;
    private final AlertGauges gauges;
    private final Clock clock;

    Deliver(
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            Sender sender,
            ObjectMapper mapper,
            AlertGauges gauges,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.mapper = mapper;
        this.gauges = gauges;
        this.clock = clock;
    }

    static RunRequest request(long webhook) {
        return new RunRequest(KIND, null, KIND + " " + webhook, "{\"webhook\": " + webhook + "}", "alerts", 0);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Workers workers() {
        return Workers.DELIVERIES;
    }

    /**
     * The messages to send and their destination; none if the webhook is disabled or deleted.
     *
     * @param givenUp number of messages that are not sent any more
     */
    private record Batch(Optional<Endpoint> endpoint, List<Due> messages, int givenUp) {}

    /** A message that was sent, and what came of it. */
    private record Sent(Due message, Outcome outcome, Result result) {}

    /** Messages that were sent; their outcomes are not stored yet. */
    private record SentBatch(Endpoint endpoint, List<Sent> messages, Instant at) {

        boolean isAny(Predicate<Outcome> what) {
            return messages.stream().map(Sent::outcome).anyMatch(what);
        }
    }

    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        try {
            return deliver(attempt);
        } catch (LostRun | DatabaseAway | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf(e, "Messages could not be sent; they are tried again in %d s", AFTER_FAILURE.toSeconds());
            var later = clock.instant().plus(AFTER_FAILURE);
            return session -> Ending.paused(later, "Messages could not be sent: " + e.getMessage());
        }
    }

    private Work<Ending> deliver(RunAttempt attempt) {
        var webhook = webhook(attempt.run().options());
        var breakOff = new CompletableFuture<Void>();
        attempt.onEnding(reason -> {
            if (reason == RunAttempt.Reason.BROKEN_OFF) {
                breakOff.complete(null);
            }
        });
        var sent = Optional.<SentBatch>empty();
        while (true) {
            var former = sent;
            // One transaction for the outcome of a batch and for the next one.
            var batch = attempt.progress(session -> {
                int givenUp = former.isPresent() ? store(session, former.get()) : 0;
                return next(session, webhook, attempt.isEnding(), givenUp);
            });
            former.ifPresent(this::report);
            report(webhook, batch.givenUp());
            if (batch.messages().isEmpty()) {
                return end(attempt, webhook, batch.endpoint().isPresent());
            }
            sent = Optional.of(send(batch.endpoint().orElseThrow(), batch.messages(), breakOff));
        }
    }

    private Batch next(Session session, long webhook, boolean isEnding, int alreadyGivenUp) throws Exception {
        var now = clock.instant();
        var endpoint = webhooks.endpoint(session, webhook, now);
        // Messages that were made while the webhook was being disabled, and those that have waited for too long.
        var givenUp = endpoint.isEmpty()
                ? deliveries.giveUp(session, webhook, "The webhook is disabled")
                : deliveries.expire(session, webhook, now.minus(LONGEST));
        return new Batch(
                endpoint,
                endpoint.isEmpty() || isEnding ? List.of() : deliveries.due(session, webhook, now, BATCH),
                alreadyGivenUp + givenUp);
    }

    private Work<Ending> end(RunAttempt attempt, long webhook, boolean isEnabled) {
        if (!attempt.isEnding()) {
            return session -> ending(deliveries.next(session, webhook), isEnabled);
        }
        return attempt.ending() == RunAttempt.Reason.CANCELLED
                ? session -> Ending.cancelled()
                : session -> Ending.handedBack(clock.instant());
    }

    private static Ending ending(Optional<Instant> next, boolean isEnabled) {
        return isEnabled && next.isPresent()
                ? Ending.paused(next.get(), "Messages wait for their next attempt")
                : Ending.succeeded();
    }

    private SentBatch send(Endpoint endpoint, List<Due> messages, CompletableFuture<?> breakOff) {
        var outcomes = sender.send(endpoint, messages).await(breakOff);
        var now = clock.instant();
        return new SentBatch(
                endpoint,
                outcomes.entrySet().stream()
                        .map(one -> new Sent(one.getKey(), one.getValue(), result(one.getKey(), one.getValue(), now)))
                        .toList(),
                now);
    }

    /** Returns the number of messages that are given up without having been sent. */
    private int store(Session session, SentBatch sent) throws Exception {
        var webhook = sent.endpoint().id();
        deliveries.record(session, sent.messages().stream().map(Sent::result).toList());
        if (sent.isAny(Outcome::isGone)) {
            return webhooks.disable(session, sent.endpoint(), "It answered 410 Gone")
                    ? deliveries.giveUp(session, webhook, "The webhook answered 410 Gone and was disabled")
                    : 0;
        }
        if (sent.isAny(Outcome::isTooMany)) {
            deliveries.postpone(session, webhook, sent.at().plus(BUSY));
        } else if (!sent.messages().isEmpty() && !sent.isAny(outcome -> outcome.status() != null)) {
            // The other waiting messages would fail too.
            deliveries.postpone(session, webhook, sent.at().plus(BACKOFF.get(0)));
        }
        return 0;
    }

    private void report(SentBatch sent) {
        sent.messages().forEach(one -> report(sent.endpoint(), one.message(), one.outcome(), one.result()));
        if (sent.isAny(Outcome::isGone)) {
            LOG.warnf(
                    "The webhook '%s' (%d) answered 410 Gone and was disabled",
                    sent.endpoint().name(), sent.endpoint().id());
        }
    }

    private void report(long webhook, int givenUp) {
        if (givenUp > 0) {
            gauges.gaveUp(givenUp);
            LOG.warnf(
                    "%d messages to webhook %d are given up: it is disabled, or they have waited for %d h",
                    givenUp, webhook, LONGEST.toHours());
        }
    }

    private static Result result(Due message, Outcome outcome, Instant now) {
        var isLast = !outcome.isTooMany() && message.attempts() >= BACKOFF.size() || outcome.isGone();
        var state = outcome.isDelivered() ? State.DELIVERED : isLast ? State.FAILED : State.WAITING;
        return new Result(
                message.id(),
                state,
                message.attempts() + (outcome.isTooMany() ? 0 : 1),
                now,
                state == State.WAITING ? next(message, outcome, now) : null,
                outcome.status(),
                outcome.milliseconds(),
                outcome.error());
    }

    private static Instant next(Due message, Outcome outcome, Instant now) {
        return now.plus(outcome.isTooMany() ? BUSY : BACKOFF.get(message.attempts()));
    }

    private void report(Endpoint endpoint, Due message, Outcome outcome, Result result) {
        gauges.attempted(result.state());
        if (result.state() == State.DELIVERED) {
            LOG.debugf(
                    "Delivered %s of alert %s to the webhook '%s' (%d)",
                    message.message(), message.alert(), endpoint.name(), endpoint.id());
            return;
        }
        LOG.warnf(
                "The message %s (%s%s) was not delivered to the webhook '%s' (%d): %s; %s",
                message.message(),
                message.type(),
                message.alert() == null ? "" : " of alert " + message.alert() + ", " + message.coin(),
                endpoint.name(),
                endpoint.id(),
                outcome.status() == null ? outcome.error() : "it answered " + outcome.status(),
                result.state() == State.FAILED
                        ? "it is given up after attempt " + (message.attempts() + 1)
                        : "it is sent again at " + result.next());
    }

    private long webhook(String options) {
        try {
            return mapper.readTree(options).path("webhook").asLong();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
