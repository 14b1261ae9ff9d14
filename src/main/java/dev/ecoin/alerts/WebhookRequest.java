package dev.ecoin.alerts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /webhooks} and {@code PUT /webhooks/{id}}; in a PUT, omitted fields keep their values. */
@RegisterForReflection
@Schema(name = "WebhookRequest")
record WebhookRequest(
        @Schema(description = "For people, up to 100 characters", examples = "Desk")
        String name,

        @Schema(
                description =
                        "Where messages are posted: http or https, without a user. Redirects are not followed, and private"
                                + " addresses are refused unless ecoin.alerts.allowed-hosts names the host",
                examples = "https://hooks.example.com/services/T0/B0/x")
        String url,

        @Schema(description = "json if left out", examples = "json")
        WebhookFormat format,

        @Schema(description = "Whether messages are sent to it; true if left out", examples = "true")
        Boolean enabled) {

    static final WebhookRequest EMPTY = new WebhookRequest(null, null, null, null);

    WebhookRequest over(Webhook webhook) {
        return new WebhookRequest(
                name == null ? webhook.name() : name,
                url == null ? webhook.url() : url,
                format == null ? webhook.format() : format,
                enabled == null ? Boolean.valueOf(webhook.enabled()) : enabled);
    }
}
