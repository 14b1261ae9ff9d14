package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A rule and its states.
 *
 * @param id null for a rule that is only tried
 * @param coins CoinGecko's ids; empty for all active coins
 * @param firing coins for which it fires, ascending
 * @param states of its coins, ascending; null in lists
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Alert")
public record Alert(
        @Schema(description = "null for a rule that is only tried", nullable = true, examples = "1")
        Long id,

        @Schema(examples = "Bitcoin above 100,000") String name,

        @Schema(description = "CoinGecko's ids; empty for all active coins", examples = "[\"bitcoin\"]")
        List<String> coins,

        @Schema(implementation = Condition.class) Condition condition,

        @Schema(
                description = "The condition in words",
                examples = "Probability of a price above 100000 USD on 2026-12-31 is at least 0.5")
        String description,

        @Schema(examples = "true") boolean enabled,

        @Schema(description = "Ids of the webhooks that messages go to", examples = "[1]")
        List<Long> webhooks,

        @Schema(description = "A user's name", examples = "operator")
        String createdBy,

        Instant createdAt,
        Instant changedAt,

        @Schema(description = "null before the first evaluation", nullable = true)
        Instant evaluatedAt,

        @Schema(description = "The coins for which it fires, ascending", examples = "[]")
        List<String> firing,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Its coins as of the last evaluation; left out in lists", nullable = true)
        List<State> states) {

    /** State of a coin since the last evaluation. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "AlertState")
    public record State(
            @Schema(examples = "bitcoin") String coin,

            @Schema(description = "Whether the rule fires", examples = "false")
            boolean firing,

            @Schema(description = "When it last began or ceased to fire, or was first evaluated")
            Instant since,

            Standing standing,

            @Schema(
                    description = "Compared with the threshold; null if there is none or nothing can be said",
                    nullable = true,
                    examples = "0.0783")
            BigDecimal value,

            @Schema(examples = "The probability of a price above 100000 USD on 2026-12-31 is 0.0783, below 0.5")
            String text,

            Instant evaluatedAt) {}

    /** Rules by id. */
    @RegisterForReflection
    @Schema(name = "Alerts")
    public record All(List<Alert> alerts) {}

    /** A rule with its present findings. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "CheckedAlert")
    public record Checked(
            Alert alert,

            @Schema(
                    description =
                            "What the condition says of its coins now, ascending by coin; of the first 50 at most, and of fewer if that takes long")
            List<Finding> now,

            @Schema(description = "Number of coins that the rule is about", examples = "1")
            int coinsCovered) {}

    /** When a rule fired and cleared. */
    @RegisterForReflection
    @Schema(name = "AlertHistory")
    public record History(
            @Schema(description = "The newest first") List<Event> events,

            @Schema(description = "Address of the next page; null on the last one", nullable = true)
            String next) {}

    /** A rule's change of state. */
    @RegisterForReflection
    @Schema(name = "AlertEvent")
    public record Event(
            @Schema(examples = "17") long id,
            @Schema(examples = "bitcoin") String coin,

            @Schema(
                    description = "fired or cleared",
                    enumeration = {"fired", "cleared"},
                    examples = "fired")
            String event,

            Instant at,

            @Schema(
                    description = "Compared with the threshold; null if there is none or nothing can be said",
                    nullable = true,
                    examples = "0.5103")
            BigDecimal value,

            @Schema(examples = "The probability of a price above 100000 USD on 2026-12-21 is 0.5103, at least 0.5")
            String text) {}

    Alert with(List<State> ofCoins) {
        return new Alert(
                id,
                name,
                coins,
                condition,
                description,
                enabled,
                webhooks,
                createdBy,
                createdAt,
                changedAt,
                evaluatedAt,
                firing,
                ofCoins);
    }
}
