package dev.ecoin.alerts;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.http.ProblemException;
import dev.ecoin.runs.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;
import org.jboss.logging.Logger;

/** Adds, changes, tests and removes webhooks. Blocks. */
@ApplicationScoped
class WebhookChanges {

    private static final Logger LOG = Logger.getLogger(WebhookChanges.class);

    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final Messages messages;
    private final JobDatabase database;
    private final Runs runs;
    private final AlertsConfig config;
    private final Clock clock;

    WebhookChanges(
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            Messages messages,
            JobDatabase database,
            Runs runs,
            AlertsConfig config,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.messages = messages;
        this.database = database;
        this.runs = runs;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Adds a webhook; only this answer shows its secret.
     *
     * @throws ProblemException with status 400 if a field is missing, 422 if one is not valid, 409 if there are too many
     */
    Webhook add(WebhookRequest request, String by) {
        var checked = checked(request);
        var secret = WebhookSecret.random();
        var added = database.transaction(session -> {
            if (webhooks.count(session) >= config.mostWebhooks()) {
                throw ProblemException.conflict(
                        "name",
                        checked.name(),
                        "There are " + config.mostWebhooks()
                                + " webhooks already, which is the maximum (ecoin.alerts.most-webhooks)",
                        "to remove one first");
            }
            var id = webhooks.add(session, checked, secret, by, clock.instant());
            return webhooks.lock(session, id).orElseThrow();
        });
        LOG.infof("%s added the webhook '%s' (%d)", by, added.name(), added.id());
        return added.withSecret(secret);
    }

    /** Changes a webhook; the waiting messages of one that is disabled are given up. */
    Webhook change(long id, WebhookRequest request, String by) {
        var changed = database.transaction(session -> {
            var checked = checked(request.over(webhooks.lock(session, id).orElseThrow(() -> unknown(id))));
            webhooks.change(session, id, checked);
            if (!checked.enabled()) {
                deliveries.giveUp(session, id, "The webhook was disabled");
            }
            return webhooks.lock(session, id).orElseThrow();
        });
        LOG.infof("%s changed the webhook '%s' (%d)", by, changed.name(), id);
        return changed;
    }

    /** Replaces the secret, which only this answer shows; for a while the former one signs messages too. */
    Webhook rotate(long id, String by) {
        var secret = WebhookSecret.random();
        var rotated = database.transaction(session -> {
            webhooks.lock(session, id).orElseThrow(() -> unknown(id));
            webhooks.rotate(session, id, secret, clock.instant().plus(config.rotation()));
            return webhooks.lock(session, id).orElseThrow();
        });
        LOG.infof("%s rotated the secret of the webhook '%s' (%d)", by, rotated.name(), id);
        return rotated.withSecret(secret);
    }

    /** Sends a test message; {@link ProblemException} with status 409 if the webhook is disabled. */
    void test(long id, String by) {
        var tested = database.transaction(session -> {
            var webhook = webhooks.lock(session, id).orElseThrow(() -> unknown(id));
            if (!webhook.enabled()) {
                throw ProblemException.conflict(
                        "id", Long.toString(id), "The webhook " + id + " is disabled", "a webhook that is enabled");
            }
            messages.test(session, webhook, clock.instant());
            return webhook;
        });
        runs.wake();
        LOG.infof("%s tests the webhook '%s' (%d)", by, tested.name(), id);
    }

    void remove(long id, String by) {
        database.run(session -> {
            if (!webhooks.remove(session, id)) {
                throw unknown(id);
            }
        });
        LOG.infof("%s removed the webhook %d", by, id);
    }

    private WebhookRequest checked(WebhookRequest request) {
        var name = AlertChanges.name(request.name());
        var url = request.url() == null ? null : request.url().strip();
        var target = Target.of(url);
        if (target.isLocal() && !config.allowedHosts().orElse(Set.of()).contains(target.host())) {
            throw ProblemException.unprocessable(
                    "url",
                    url,
                    "The host " + target.host() + " is not a public one",
                    "a host of the internet, or one that ecoin.alerts.allowed-hosts names");
        }
        return new WebhookRequest(
                name,
                url,
                request.format() == null ? WebhookFormat.JSON : request.format(),
                !Boolean.FALSE.equals(request.enabled()));
    }

    static ProblemException unknown(long id) {
        return unknown(Long.toString(id));
    }

    static ProblemException unknown(String id) {
        return ProblemException.notFound(
                "id", id, "There is no webhook '" + id + "'", "an id that GET /webhooks lists");
    }
}
