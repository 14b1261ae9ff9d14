package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An address that messages are sent to, for the operator.
 *
 * @param secret shown once, when it was made; null later
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Webhook")
public record Webhook(
        @Schema(examples = "1") long id,
        @Schema(examples = "Desk") String name,

        @Schema(examples = "https://hooks.example.com/services/T0/B0/x")
        String url,

        WebhookFormat format,

        @Schema(description = "Whether messages are sent to it", examples = "true")
        boolean enabled,

        @Schema(description = "Why the service disabled it; null if it did not", nullable = true)
        String disabledWhy,

        @Schema(
                description = "Until when messages are signed with the former secret as well; null if there is none",
                nullable = true)
        Instant formerSecretUntil,

        @Schema(description = "A user's name", examples = "operator")
        String createdBy,

        Instant createdAt,

        @Schema(description = "Messages that wait to be sent", examples = "0")
        long waiting,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                description =
                        "The key that messages are signed with, `whsec_` and base64. Shown once, when it is made; left out later",
                nullable = true,
                examples = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
        String secret) {

    /** Webhooks by id. */
    @RegisterForReflection
    @Schema(name = "Webhooks")
    public record All(List<Webhook> webhooks) {}

    /** The newest deliveries of a webhook. */
    @RegisterForReflection
    @Schema(name = "WebhookDeliveries")
    public record Deliveries(
            @Schema(description = "The newest first") List<Delivery> deliveries) {}

    /** A message to a webhook, and what became of it. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "WebhookDelivery")
    public record Delivery(
            @Schema(examples = "17") long id,

            @Schema(description = "The header webhook-id, the same at every attempt", examples = "msg_0b1d6f0e5b8a4f0c")
            String message,

            @Schema(
                    description = "What it is about",
                    enumeration = {"alert.fired", "alert.cleared", "webhook.test"},
                    examples = "alert.fired")
            String type,

            @Schema(description = "The rule; null for a test", nullable = true, examples = "1")
            Long alert,

            @Schema(description = "The coin; null for a test", nullable = true, examples = "bitcoin")
            String coin,

            @Schema(
                    description = "waiting: to be sent, or sent again; delivered: the answer was 2xx; failed: given up",
                    enumeration = {"waiting", "delivered", "failed"},
                    examples = "delivered")
            String state,

            @Schema(examples = "1") int attempts,
            Instant createdAt,

            @Schema(description = "When it was last sent; null before the first time", nullable = true)
            Instant attemptedAt,

            @Schema(description = "When it is sent next; null once it is delivered or failed", nullable = true)
            Instant nextAttemptAt,

            @Schema(
                    description = "HTTP status of the last answer; null if there was none",
                    nullable = true,
                    examples = "204")
            Integer status,

            @Schema(description = "How long the last attempt took, in milliseconds", nullable = true, examples = "87")
            Integer durationMs,

            @Schema(description = "Why the last attempt failed; null if it did not", nullable = true)
            String error) {}

    Webhook withSecret(String shown) {
        return new Webhook(
                id, name, url, format, enabled, disabledWhy, formerSecretUntil, createdBy, createdAt, waiting, shown);
    }
}
