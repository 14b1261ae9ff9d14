package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.alerts.AlertRepository.Rule;
import dev.ecoin.alerts.AlertRepository.Transition;
import dev.ecoin.alerts.DeliveryRepository.Message;
import dev.ecoin.database.Session;
import dev.ecoin.http.Rendering;
import dev.ecoin.runs.Runs;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Composes the messages of rules in the formats of their webhooks, and requests their delivery. */
@ApplicationScoped
class Messages {

    static final String TEST = "webhook.test";

    /** Ends a mention before its name begins. */
    private static final char ZERO_WIDTH_SPACE = '\u200b';

    private static final int KEPT_RUNS = 1_000;

    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final Runs runs;
    private final Rendering rendering;

    Messages(WebhookRepository webhooks, DeliveryRepository deliveries, Runs runs, Rendering rendering) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.runs = runs;
        this.rendering = rendering;
    }

    /** A message in the service's own form, by the Standard Webhooks specification. */
    @RegisterForReflection
    record Envelope(String type, Instant timestamp, Object data) {}

    /** A rule's change of state. */
    @RegisterForReflection
    record Data(Reference alert, String coin, BigDecimal value, String text, Condition condition) {}

    @RegisterForReflection
    record Reference(long id, String name) {}

    @RegisterForReflection
    record TestData(String text) {}

    /** The format of Slack and Mattermost. */
    @RegisterForReflection
    record TextMessage(String text) {}

    /** The format of Discord, without mentions. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record DiscordMessage(String content, AllowedMentions allowedMentions) {}

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record AllowedMentions(List<String> parse) {}

    /** Sends changes of state to the enabled webhooks of their rules, and all other messages that are due. */
    void send(Session session, Map<Long, Rule> rules, List<Transition> transitions, Instant at) throws Exception {
        var receivers = webhooks.receivers(session);
        var messages = new ArrayList<Message>();
        for (var transition : transitions) {
            var rule = rules.get(transition.rule());
            for (var webhook : rule.webhooks()) {
                var receiver = receivers.get(webhook);
                if (receiver != null && receiver.enabled()) {
                    messages.add(new Message(
                            webhook,
                            "alert." + transition.event(),
                            rule.id(),
                            transition.coin(),
                            body(receiver.format(), rule, transition, at)));
                }
            }
        }
        deliveries.add(session, messages, at);
        for (var webhook : deliveries.dueWebhooks(session, at)) {
            runs.requestNow(session, Deliver.request(webhook));
        }
        if (!messages.isEmpty()) {
            runs.callAll(session);
        }
    }

    /** Sends a test message. */
    void test(Session session, Webhook webhook, Instant at) throws Exception {
        var text = "This is a test of the webhook '" + webhook.name() + "' by ecoin-forecaster.";
        var body = webhook.format() == WebhookFormat.JSON
                ? json(new Envelope(TEST, at.truncatedTo(ChronoUnit.MILLIS), new TestData(text)))
                : chat(webhook.format(), text);
        deliveries.add(session, List.of(new Message(webhook.id(), TEST, null, null, body)), at);
        runs.requestNow(session, Deliver.request(webhook.id()));
        runs.callAll(session);
    }

    void prune(Session session, Instant before, Instant now) throws Exception {
        deliveries.prune(session, before);
        webhooks.dropFormer(session, now);
        runs.prune(session, Evaluator.KIND, KEPT_RUNS);
        runs.prune(session, Deliver.KIND, KEPT_RUNS);
    }

    private String body(WebhookFormat format, Rule rule, Transition transition, Instant at) {
        if (format == WebhookFormat.JSON) {
            return json(new Envelope(
                    "alert." + transition.event(),
                    at.truncatedTo(ChronoUnit.MILLIS),
                    new Data(
                            new Reference(rule.id(), rule.name()),
                            transition.coin(),
                            transition.value(),
                            transition.text(),
                            rule.condition())));
        }
        return chat(
                format,
                (transition.firing() ? "Fired: " : "Cleared: ") + rule.name() + " (" + transition.coin() + "). "
                        + transition.text() + ".");
    }

    private String chat(WebhookFormat format, String text) {
        return switch (format) {
            case DISCORD -> json(new DiscordMessage(text, new AllowedMentions(List.of())));
            // Otherwise a name could notify people: by Slack's escapes, and by a character without width.
            case SLACK ->
                json(new TextMessage(
                        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
            default ->
                json(new TextMessage(text.replace("@", "@" + ZERO_WIDTH_SPACE).replace("<", "<" + ZERO_WIDTH_SPACE)));
        };
    }

    private String json(Object message) {
        return new String(rendering.json(message), StandardCharsets.UTF_8);
    }
}
