package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The form of a webhook's messages. */
public enum WebhookFormat {
    /** The service's own. */
    JSON,
    /** The text alone, as Slack's incoming webhooks read it. */
    SLACK,
    /** Like {@link #SLACK}, without Slack's escapes. */
    MATTERMOST,
    /** The text alone, as Discord's webhooks read it. */
    DISCORD;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WebhookFormat of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
