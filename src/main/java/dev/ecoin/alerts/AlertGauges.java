package dev.ecoin.alerts;

import dev.ecoin.database.JobDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Metrics of rules and deliveries: gauges from the database, and counters of what this process sends. */
@ApplicationScoped
public class AlertGauges {

    private final JobDatabase database;
    private final AlertRepository alerts;
    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final MultiGauge evaluated;
    private final MultiGauge firing;
    private final MultiGauge disabled;
    private final MultiGauge waiting;
    private final MultiGauge oldest;
    private final Map<DeliveryRepository.State, Counter> attempts = new EnumMap<>(DeliveryRepository.State.class);

    AlertGauges(
            JobDatabase database,
            AlertRepository alerts,
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            MeterRegistry metrics) {
        this.database = database;
        this.alerts = alerts;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        evaluated = MultiGauge.builder("ecoin.alerts.evaluated.timestamp")
                .baseUnit("seconds")
                .description("When rules were last evaluated; absent without enabled rules")
                .register(metrics);
        firing = MultiGauge.builder("ecoin.alerts.firing")
                .description("Pairs of a rule and a coin for which it fires")
                .register(metrics);
        disabled = MultiGauge.builder("ecoin.alerts.webhooks.disabled")
                .description("Webhooks that the service disabled because they answered 410")
                .register(metrics);
        waiting = MultiGauge.builder("ecoin.alerts.deliveries.waiting")
                .description("Messages that wait to be sent, or sent again")
                .register(metrics);
        oldest = MultiGauge.builder("ecoin.alerts.deliveries.oldest.timestamp")
                .baseUnit("seconds")
                .description("When the oldest message that waits was made; absent if none waits")
                .register(metrics);
        attempts.put(DeliveryRepository.State.DELIVERED, counter(metrics, "delivered"));
        attempts.put(DeliveryRepository.State.WAITING, counter(metrics, "retried"));
        attempts.put(DeliveryRepository.State.FAILED, counter(metrics, "failed"));
    }

    /** Registered at the start, because increase() does not see the event that a counter appears with. */
    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("ecoin.alerts.deliveries")
                .description("Attempts to deliver a message, by what came of them; failed also without an attempt")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /** An attempt has left its message in a state. */
    void attempted(DeliveryRepository.State state) {
        attempts.get(state).increment();
    }

    /** Messages were given up without another attempt. */
    void gaveUp(int messages) {
        attempts.get(DeliveryRepository.State.FAILED).increment(messages);
    }

    /** Sets the gauges; blocks. */
    public void show() {
        var now = database.transaction(deliveries::waiting);
        waiting.register(one(now.messages()), true);
        oldest.register(now.oldest() == null ? List.of() : one(now.oldest().getEpochSecond()), true);
        evaluated.register(
                database.transaction(alerts::lastEvaluation)
                        .map(time -> one(time.getEpochSecond()))
                        .orElse(List.of()),
                true);
        firing.register(one(database.transaction(alerts::countFiring)), true);
        disabled.register(one(database.transaction(webhooks::countDisabled)), true);
    }

    private static List<Row<?>> one(long value) {
        return List.of(Row.of(Tags.empty(), value));
    }
}
